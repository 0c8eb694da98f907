// For tests: pages on the control channel of a lab, that ask, and keep what they are told.
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { WebSocket, type ClientOptions } from 'ws';
import type { AppOptions } from '../../app.ts';
import { decodeCapture, type CaptureRecord } from '../../protocol/capture.ts';
import type { ControlAnswer, ControlMessage, LabState, RunProgress } from '../../protocol/control.ts';
import type { LabErrorCode } from '../../protocol/errors.ts';
import { openLab, until, type TestLab } from '../../testing/lab.ts';
import { FakeTaps } from '../../testing/fake-taps.ts';

/** A page: its socket and what came over it. */
export class TestPage {
  readonly socket: WebSocket;
  readonly messages: ControlMessage[] = [];
  readonly records: CaptureRecord[] = [];
  /** Code and reason of the close frame. */
  closed: string | undefined;
  #id = 0;

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url.replace('http', 'ws'), options);
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.records.push(...decodeCapture(data));
      else this.messages.push(JSON.parse(data.toString()) as ControlMessage);
    });
    this.socket.on('close', (code, reason) => (this.closed = `${code} ${reason.toString()}`));
    this.socket.on('error', () => {});
  }

  get states(): readonly LabState[] {
    return this.messages.flatMap((message) => ('state' in message ? [message.state] : []));
  }

  get state(): LabState {
    const state = this.states.at(-1);
    if (!state) throw new Error('There is no state yet.');
    return state;
  }

  get tallies(): readonly Extract<ControlMessage, { tally: unknown }>['tally'][] {
    return this.messages.flatMap((message) => ('tally' in message ? [message.tally] : []));
  }

  get runs(): readonly RunProgress[] {
    return this.messages.flatMap((message) => ('run' in message ? [message.run] : []));
  }

  async ready(): Promise<this> {
    await until(() => this.states.length > 0, 'the state has come');
    return this;
  }

  /** Asks, and waits for the answer of the same id. */
  async ask(command: object): Promise<Omit<ControlAnswer, 'id'>> {
    this.#id += 1;
    const id = this.#id;
    this.socket.send(JSON.stringify({ id, ...command }));
    await until(() => this.#answer(id) !== undefined, `${JSON.stringify(command)} is answered`);
    const { id: _, ...rest } = this.#answer(id) as ControlAnswer;
    return rest;
  }

  /** Asks for what is refused, and returns the code. */
  async refusal(command: object): Promise<LabErrorCode | undefined> {
    return (await this.ask(command)).error?.code;
  }

  async end(): Promise<string> {
    await until(() => this.closed !== undefined, 'the channel is closed');
    return this.closed ?? '';
  }

  #answer(id: number): ControlAnswer | undefined {
    return this.messages.find((message): message is ControlAnswer => 'id' in message && message.id === id);
  }
}

/** A lab with fake taps, and a way to open pages on it. */
export interface ControlBed {
  readonly lab: TestLab;
  readonly taps: FakeTaps;
  readonly open: (options?: ClientOptions, query?: string) => Promise<TestPage>;
}

export const openBed = async (context: TestContext, options: AppOptions = {}): Promise<ControlBed> => {
  const taps = new FakeTaps();
  const lab = await openLab(context, { transports: {}, taps, ...options });
  return { lab, taps, open: (client, query = '') => new TestPage(`${lab.url}/control${query}`, client).ready() };
};

/** What a refused upgrade was answered with. */
export const refusedUpgrade = async (url: string, options: ClientOptions = {}): Promise<readonly [number, string]> => {
  const socket = new WebSocket(url.replace('http', 'ws'), options);
  const [, answer] = (await once(socket, 'unexpected-response')) as [
    unknown,
    AsyncIterable<Buffer> & { statusCode: number },
  ];
  let body = '';
  for await (const part of answer) body += part.toString();
  return [answer.statusCode, (JSON.parse(body) as { code: string }).code];
};
