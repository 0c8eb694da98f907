// The client's side of one XMPP stream over whole frames: log in, subscribe, catch up, live. It knows no socket.
import type { Cursor, StartPosition } from '../../servers/protocol/cursor.ts';
import { LabError, type LabErrorCode } from '../../servers/protocol/errors.ts';
import type { Topic } from '../../servers/protocol/topic.ts';
import { childOf, type XmlElement } from '../../servers/protocol/xml.ts';
import {
  itemsRequest,
  maximumPageItems,
  readEvent,
  readGap,
  readPage,
  subscribeRequest,
  type Page,
} from '../../servers/protocol/xmpp-pubsub.ts';
import {
  bindRequest,
  boundJid,
  closeFrame,
  conditionOf,
  isElement,
  openFrame,
  pingRequest,
  plainFrame,
  presenceFrame,
} from '../../servers/protocol/xmpp.ts';
import type { StreamEvents } from '../stream.ts';

/** Where a session stands. */
export type SessionState = 'opening' | 'proving' | 'restarting' | 'binding' | 'catching-up' | 'live' | 'closed';

/** What may follow each state. */
export const allowedMoves: Readonly<Record<SessionState, readonly SessionState[]>> = {
  opening: ['proving', 'closed'],
  proving: ['restarting', 'closed'],
  restarting: ['binding', 'closed'],
  binding: ['catching-up', 'closed'],
  'catching-up': ['live', 'closed'],
  live: ['closed'],
  closed: [],
};

/** Who logs in where, what for, and who is told. */
export interface SessionOptions {
  readonly account: { readonly id: string; readonly password: string };
  readonly domain: string;
  /** Address of the PubSub service. */
  readonly service: string;
  readonly resource: string;
  /** Whether to announce itself. Presence claims the agent, so only a person's own account does it. */
  readonly isPresent: boolean;
  readonly node: Topic;
  readonly from: StartPosition;
  readonly events: StreamEvents;
  readonly send: (frame: string) => void;
}

/** One a connection. */
export class XmppSession {
  readonly #options: SessionOptions;
  readonly #pending = new Map<string, (iq: XmlElement) => void>();
  #state: SessionState = 'opening';
  #requests = 0;
  #isQuiet = false;
  #lastWords: string | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Why the server ended the stream, if it said so. */
  get lastWords(): string | undefined {
    return this.#lastWords;
  }

  /** The carrier stands: RFC 7395 §3.4. */
  start(): void {
    const { domain: to, send } = this.#options;
    send(openFrame({ to }));
  }

  /** Takes one frame. @throws {LabError} LAB_ANSWER_INVALID */
  receive(frame: XmlElement): void {
    if (this.#state === 'closed' || isElement(frame, 'framing', 'open')) return;
    if (isElement(frame, 'stream', 'error')) this.#lastWords = `stream error ${conditionOf(frame)}`;
    else if (isElement(frame, 'framing', 'close')) this.#lose(this.#lastWords ?? 'the server closed the stream');
    else if (isElement(frame, 'client', 'iq')) this.#receiveAnswer(frame);
    else if (isElement(frame, 'client', 'message')) this.#receiveMessage(frame);
    else this.#negotiate(frame);
  }

  /** XEP-0199 §4.2. On a quiet node it also asks for the position, so that a resume does not start from long ago. */
  ping(): void {
    if (this.#state !== 'live') return;
    const { domain, events } = this.#options;
    this.#request((id) => pingRequest(id, domain));
    if (this.#isQuiet) {
      this.#askForItems({ max: 0 }, ({ cursor }) => {
        if (cursor !== null) events.position(cursor);
      });
    }
    this.#isQuiet = true;
  }

  /** RFC 7395 §3.6. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#move('closed');
    this.#options.send(closeFrame);
  }

  #move(to: SessionState): void {
    // A frame out of its turn ends the connection: `receive` runs guarded.
    if (!allowedMoves[this.#state].includes(to))
      throw new RangeError(`The session is ${this.#state}, hence not ${to}.`);
    this.#state = to;
  }

  #lose(why: string): void {
    this.#lastWords = why;
    this.#options.events.lost(why);
  }

  /** Asking again would be refused again. */
  #refuse(code: LabErrorCode, sentence: string): void {
    this.#lastWords = sentence;
    this.#options.events.refused(new LabError(code, sentence));
  }

  /** Up to bind the server decides what is next: features, success or failure (RFC 6120 §6.4, §7.4). */
  #negotiate(frame: XmlElement): void {
    const { account, domain: to, resource, send } = this.#options;
    if (isElement(frame, 'sasl', 'failure')) {
      this.#refuse('LAB_CREDENTIALS_WRONG', `The server refused the account ${account.id}: ${conditionOf(frame)}.`);
    } else if (isElement(frame, 'sasl', 'success')) {
      this.#move('restarting');
      send(openFrame({ to }));
    } else if (isElement(frame, 'stream', 'features') && this.#state === 'opening') {
      this.#move('proving');
      send(plainFrame({ authzid: '', authcid: account.id, password: account.password }));
    } else if (isElement(frame, 'stream', 'features')) {
      this.#move('binding');
      this.#request(
        (id) => bindRequest(id, resource),
        (iq) => this.#subscribe(boundJid(iq)),
      );
    }
  }

  /**
   * Subscribes first and then asks for what it missed, without waiting in between. Every event that arrives before the
   * last page is on a page already, for the server had written it to its log before it answered.
   */
  #subscribe(jid: string): void {
    const { send, service: to, node, from, events, isPresent } = this.#options;
    this.#move('catching-up');
    // Presence comes first: the state change that it brings about is then older than the subscription.
    if (isPresent) send(presenceFrame);
    this.#request(
      (id) => subscribeRequest({ id, to, node }, jid),
      () => {},
      (condition) => this.#refuse('LAB_TOPIC_INVALID', `The server refused the node ${node}: ${condition}.`),
    );
    if (from !== 'now') return this.#catchUp(from === 'earliest' ? undefined : from, () => events.ready(null));
    return this.#askForItems({ max: 0 }, ({ cursor }) => {
      events.ready(cursor);
      this.#move('live');
    });
  }

  #catchUp(after: Cursor | undefined, onFirstPage: () => void): void {
    const { events } = this.#options;
    this.#askForItems({ after, max: maximumPageItems }, ({ entries, cursor }) => {
      onFirstPage();
      for (const entry of entries) events.entry(entry);
      const last = entries.at(-1);
      if (cursor === null && last) return this.#catchUp(last.cursor, () => {});
      this.#move('live');
      return cursor === null ? undefined : events.position(cursor);
    });
  }

  #askForItems(page: Parameters<typeof itemsRequest>[1], onPage: (page: Page) => void): void {
    const { service: to, node, events } = this.#options;
    const refused = (condition: string): void => {
      // XEP-0059 §2.2: `after` names an item that is gone.
      if (condition === 'item-not-found') events.expired();
      else this.#lose(`the server refused items: ${condition}`);
    };
    this.#request(
      (id) => itemsRequest({ id, to, node }, page),
      (iq) => onPage(readPage(iq)),
      refused,
    );
  }

  #request(
    write: (id: string) => string,
    onResult: (iq: XmlElement) => void = () => {},
    onError = (condition: string): void => this.#lose(`the server refused a request: ${condition}`),
  ): void {
    this.#requests += 1;
    const id = `lab-${this.#requests}`;
    this.#pending.set(id, (iq) =>
      iq.attributes['type'] === 'error' ? onError(conditionOf(childOf(iq, 'error'))) : onResult(iq),
    );
    this.#options.send(write(id));
  }

  #receiveAnswer(iq: XmlElement): void {
    const id = iq.attributes['id'] ?? '';
    const settle = this.#pending.get(id);
    this.#pending.delete(id);
    settle?.(iq);
  }

  #receiveMessage(message: XmlElement): void {
    if (this.#state !== 'live') return;
    const { events, node } = this.#options;
    const gap = readGap(message);
    if (gap?.node === node) events.gap(gap);
    const event = readEvent(message);
    if (event?.node !== node) return;
    this.#isQuiet = false;
    for (const entry of event.entries) events.entry(entry);
  }
}
