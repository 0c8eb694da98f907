// The page's end of the control channel: requests with answers, the room's state, tallies, captures, runs (servers/protocol/control.ts).
import { signal } from '@preact/signals';
import { decodeCapture, type CaptureRecord } from '../../../servers/protocol/capture.ts';
import {
  controlPath,
  type ControlAnswer,
  type ControlCommand,
  type ControlMessage,
  type ControlRequest,
  type LabState,
  type RunProgress,
  type WireTally,
} from '../../../servers/protocol/control.ts';
import type { TransportId } from '../../../servers/protocol/catalog.ts';
import { LabError } from '../../../servers/protocol/errors.ts';

/** How the channel stands; `refused` = asking again is no use. */
export type ChannelStatus = 'connecting' | 'open' | 'lost' | 'refused';

/** What the channel tells besides answers and the state. */
export interface ChannelEvents {
  opened(): void;
  tally(tally: Readonly<Partial<Record<TransportId, WireTally>>>): void;
  captured(records: readonly CaptureRecord[]): void;
}

type Answered = NonNullable<ControlAnswer['ok']>;
interface Waiting {
  readonly resolve: (answer: Answered) => void;
  readonly reject: (cause: Error) => void;
}

const retryMs = 1000;
/** Questions that may wait for their answers. */
const maximumWaiting = 200;

/** Opens at once and comes back after a cut until {@link ControlChannel.close}. */
export class ControlChannel {
  readonly status = signal<ChannelStatus>('connecting');
  /** Why it was refused. */
  readonly why = signal('');
  readonly state = signal<LabState | null>(null);
  readonly run = signal<RunProgress | null>(null);
  readonly #url: string;
  readonly #events: ChannelEvents;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | undefined;
  #next = 1;
  #isClosed = false;

  /** @param token the trainer's, from the page's URL; '' = none */
  constructor(pageUrl: string, token: string, events: ChannelEvents) {
    const url = new URL(controlPath, pageUrl);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    if (token !== '') url.searchParams.set('token', token);
    this.#url = url.href;
    this.#events = events;
    this.#open();
  }

  /** @throws {LabError} what the server refused with, or LAB_CONNECTION_LOST */
  ask(command: ControlCommand): Promise<Answered> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || this.#waiting.size >= maximumWaiting) {
      return Promise.reject(new LabError('LAB_CONNECTION_LOST', 'The control channel is not open.'));
    }
    const id = this.#next;
    this.#next += 1;
    socket.send(JSON.stringify({ ...command, id } satisfies ControlRequest));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }

  #open(): void {
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.status.value = 'open';
      this.#events.opened();
    });
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#receive(JSON.parse(data) as ControlMessage);
      else this.#events.captured(decodeCapture(new Uint8Array(data)));
    });
    socket.addEventListener('close', ({ code, reason }) => this.#lose(code, reason));
  }

  #receive(message: ControlMessage): void {
    if ('state' in message) this.state.value = message.state;
    else if ('tally' in message) this.#events.tally(message.tally);
    else if ('run' in message) this.run.value = message.run;
    else this.#answer(message);
  }

  #answer({ id, ok, error }: ControlAnswer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new LabError(error.code, error.message));
    else waiting?.resolve(ok ?? {});
  }

  /** RFC 6455 §7.4.2: what the lab itself refuses has a code of its own. */
  #lose(code: number, reason: string): void {
    for (const { reject } of this.#waiting.values())
      reject(new LabError('LAB_CONNECTION_LOST', 'The control channel was cut.'));
    this.#waiting.clear();
    if (this.#isClosed) return;
    if (code >= 4400) {
      this.status.value = 'refused';
      this.why.value = reason;
      return;
    }
    this.status.value = 'lost';
    setTimeout(() => this.#isClosed || this.#open(), retryMs);
  }
}
