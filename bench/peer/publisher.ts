// The publisher of a peer: logs in over WebSocket and publishes items, many under way at once and not one unchecked.
import { WebSocket, type RawData } from 'ws';
import { LabError } from '../../servers/protocol/errors.ts';
import { element, type Markup } from '../../servers/protocol/xml.ts';
import { iqFrame, namespaces, xmppSubprotocol } from '../../servers/protocol/xmpp.ts';
import { Dialogue, logIn, type Login } from './dialogue.ts';

/** Publish requests that wait for their result; enough to keep a server busy, and too few to drown it. */
const maximumInFlight = 32;
/** How long the results of what was sent last may take. */
const resultTimeoutMs = 20_000;

/** Prosody writes attributes in another order at each start. */
const answerPattern = /^<iq(?= )[^>]* id=["']publish-[^>]*>/;
const errorPattern = / type=["']error["']/;

/** XEP-0060 §7.1.1. */
export const publishRequest = (
  to: string,
  node: string,
  { id, payload }: { readonly id: string; readonly payload: Markup },
): Markup =>
  iqFrame(
    { type: 'set', id: `publish-${id}`, to },
    element('pubsub', { xmlns: namespaces.pubsub }, element('publish', { node }, element('item', { id }, payload))),
  );

/** One connection; frames leave in the order of {@link publish}. */
export class Publisher {
  readonly #socket: WebSocket;
  readonly #dialogue: Dialogue;
  readonly #queue: Markup[] = [];
  #inFlight = 0;
  #refused = 0;
  #firstRefusal = '';
  #gone: string | undefined;
  #idle = Promise.withResolvers<void>();

  private constructor(url: URL) {
    this.#socket = new WebSocket(url, [xmppSubprotocol], { perMessageDeflate: false });
    this.#dialogue = new Dialogue((frame) => this.#socket.send(frame));
    this.#socket.on('message', (data: RawData) => this.#hear((data as Buffer).toString()));
    this.#socket.on('error', (cause) => this.#leave(cause.message));
    this.#socket.on('close', (code) => this.#leave(`the socket closed with ${code}`));
  }

  /** @throws {LabError} LAB_SERVER_FAILED when it may not come in */
  static async connect(url: URL, login: Login): Promise<Publisher> {
    const publisher = new Publisher(url);
    try {
      await new Promise<void>((resolve, reject) => {
        publisher.#socket.once('open', resolve);
        publisher.#socket.once('error', reject);
      });
      await logIn(publisher.#dialogue, login);
      return publisher;
    } catch (cause) {
      throw new LabError('LAB_SERVER_FAILED', `The publisher could not log in: ${(cause as Error).message}.`, {
        cause,
      });
    }
  }

  /** Sends as soon as fewer than the maximum are under way. */
  publish(request: Markup): void {
    this.#queue.push(request);
    this.#pump();
  }

  /**
   * Waits until every result has come.
   * @throws {LabError} LAB_SERVER_FAILED when one was an error, when the connection broke, or when they take too long
   */
  async settle(): Promise<void> {
    const late = setTimeout(() => this.#leave(`${this.#inFlight} results were missing`), resultTimeoutMs);
    if (!this.#isIdle && this.#gone === undefined) {
      this.#idle = Promise.withResolvers<void>();
      await this.#idle.promise;
    }
    clearTimeout(late);
    if (this.#gone !== undefined) throw new LabError('LAB_SERVER_FAILED', `The publisher was lost: ${this.#gone}.`);
    if (this.#refused > 0) {
      const sentence = `The server refused ${this.#refused} items; the first time it said ${this.#firstRefusal}.`;
      throw new LabError('LAB_SERVER_FAILED', sentence);
    }
  }

  get #isIdle(): boolean {
    return this.#inFlight === 0 && this.#queue.length === 0;
  }

  #pump(): void {
    while (this.#inFlight < maximumInFlight && this.#gone === undefined) {
      const request = this.#queue.shift();
      if (request === undefined) return;
      this.#inFlight += 1;
      this.#socket.send(request);
    }
  }

  #hear(frame: string): void {
    if (this.#dialogue.hear(frame)) return;
    const [opening] = answerPattern.exec(frame) ?? [];
    if (opening === undefined) return;
    this.#inFlight -= 1;
    if (errorPattern.test(opening)) {
      this.#refused += 1;
      this.#firstRefusal ||= frame.slice(0, 300);
    }
    this.#pump();
    if (this.#isIdle) this.#idle.resolve();
  }

  #leave(why: string): void {
    this.#gone ??= why;
    this.#dialogue.fail(new Error(why));
    this.#idle.resolve();
  }
}
