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
  type ReadPage,
} from '../../servers/protocol/xmpp-pubsub.ts';
import {
  ackFrame,
  bindRequest,
  boundJid,
  conditionOf,
  enableFrame,
  isElement,
  namespaces,
  pingRequest,
  plainFrame,
  presenceFrame,
  resumeFrame,
} from '../../servers/protocol/xmpp.ts';
import type { StreamEvents } from '../stream.ts';
import type { XmppCarrier } from './carrier.ts';
import { Requests } from './requests.ts';
import { Resumption } from './resumption.ts';
import { allowedMoves, type SessionState } from './session-states.ts';

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
  readonly carrier: XmppCarrier;
  /** What earlier connections left. @default nothing */
  readonly resumption?: Resumption;
}

/** One a connection. */
export class XmppSession {
  readonly #options: SessionOptions;
  readonly #resumption: Resumption;
  readonly #requests: Requests;
  #state: SessionState = 'opening';
  #isQuiet = false;
  #lastWords: string | undefined;
  #movedTo: string | undefined;
  #canManage = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#resumption = options.resumption ?? new Resumption();
    this.#requests = new Requests((frame) => options.carrier.send(frame));
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Why the server ended the stream, if it said so. */
  get lastWords(): string | undefined {
    return this.#lastWords;
  }

  /** Where the server says that it goes on (RFC 7395 §3.6.1). */
  get movedTo(): string | undefined {
    return this.#movedTo;
  }

  /** The carrier stands: RFC 7395 §3.4. */
  start(): void {
    this.#options.carrier.open();
  }

  /** Takes one frame. @throws {LabError} LAB_ANSWER_INVALID */
  receive(frame: XmlElement): void {
    if (this.#state === 'closed' || isElement(frame, 'framing', 'open')) return;
    if (isElement(frame, 'stream', 'error')) this.#receiveError(frame);
    else if (isElement(frame, 'framing', 'close')) this.#receiveClose(frame);
    else if (frame.namespace === namespaces.streamManagement) this.#receiveManagement(frame);
    else if (frame.namespace === namespaces.client) this.#receiveStanza(frame);
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
    // A stream that was said goodbye to cannot be gone on with.
    this.#resumption.forget();
    this.#options.carrier.close();
  }

  /** The connection is gone without a goodbye. What was not live yet starts anew from its cursor. */
  abandon(): void {
    if (this.#state === 'closed') return;
    const isHalfway = this.#state === 'binding' || this.#state === 'catching-up';
    if (isHalfway) this.#resumption.forget();
    this.#move('closed');
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

  /** A stream that ended with an error has no session behind it any more. */
  #receiveError(error: XmlElement): void {
    this.#resumption.forget();
    this.#lastWords = `stream error ${conditionOf(error)}`;
  }

  #receiveClose(close: XmlElement): void {
    this.#resumption.forget();
    this.#movedTo = close.attributes['see-other-uri'];
    const why = this.#movedTo === undefined ? 'the server closed the stream' : `the server moved to ${this.#movedTo}`;
    this.#lose(this.#lastWords ?? why);
  }

  /** What is counted is handled first: a fault on the way leaves it to be sent again. */
  #receiveStanza(stanza: XmlElement): void {
    if (stanza.name === 'iq') this.#requests.settle(stanza);
    else if (stanza.name === 'message') this.#receiveMessage(stanza);
    this.#resumption.handle();
  }

  /** XEP-0198 §3 to §5. */
  #receiveManagement({ name, attributes }: XmlElement): void {
    const { carrier, events } = this.#options;
    switch (name) {
      case 'r':
        return carrier.send(ackFrame(this.#resumption.handled));
      case 'enabled':
        return this.#resumption.enabled(
          attributes['resume'] === 'true' || attributes['resume'] === '1' ? attributes['id'] : undefined,
        );
      case 'resumed':
        this.#move('live');
        return events.ready(null);
      case 'failed':
        this.#resumption.forget();
        return this.#state === 'resuming' ? this.#bind() : undefined;
      default:
        return undefined;
    }
  }

  /** Asking again would be refused again. */
  #refuse(code: LabErrorCode, sentence: string): void {
    this.#lastWords = sentence;
    this.#options.events.refused(new LabError(code, sentence));
  }

  /** Up to bind the server decides what is next: features, success or failure (RFC 6120 §6.4, §7.4). */
  #negotiate(frame: XmlElement): void {
    const { account, carrier } = this.#options;
    if (isElement(frame, 'sasl', 'failure')) {
      this.#refuse('LAB_CREDENTIALS_WRONG', `The server refused the account ${account.id}: ${conditionOf(frame)}.`);
    } else if (isElement(frame, 'sasl', 'success')) {
      this.#move('restarting');
      carrier.open();
    } else if (isElement(frame, 'stream', 'features') && this.#state === 'opening') {
      this.#move('proving');
      carrier.send(plainFrame({ authzid: '', authcid: account.id, password: account.password }));
    } else if (isElement(frame, 'stream', 'features')) {
      this.#canManage = !carrier.repairsItself && childOf(frame, 'sm', namespaces.streamManagement) !== undefined;
      this.#resumeOrBind();
    }
  }

  #resumeOrBind(): void {
    const { previousId, handled } = this.#resumption;
    if (previousId === undefined || !this.#canManage) return this.#bind();
    this.#move('resuming');
    return this.#options.carrier.send(resumeFrame(previousId, handled));
  }

  #bind(): void {
    this.#resumption.forget();
    this.#move('binding');
    this.#request(
      (id) => bindRequest(id, this.#options.resource),
      (iq) => this.#subscribe(boundJid(iq)),
    );
  }

  /**
   * Subscribes first and then asks for what it missed, without waiting in between. Every event that arrives before the
   * last page is on a page already, for the server had written it to its log before it answered.
   */
  #subscribe(jid: string): void {
    const { carrier, service: to, node, from, events, isPresent } = this.#options;
    this.#move('catching-up');
    if (this.#canManage) carrier.send(enableFrame);
    // Presence comes first: the state change that it brings about is then older than the subscription.
    if (isPresent) carrier.send(presenceFrame);
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
    this.#askForItems({ after, max: maximumPageItems }, ({ entries, cursor, isPaged }) => {
      onFirstPage();
      for (const entry of entries) events.entry(entry);
      const last = entries.at(-1);
      if (cursor === null && isPaged && last) return this.#catchUp(last.cursor, () => {});
      this.#move('live');
      return cursor === null ? undefined : events.position(cursor);
    });
  }

  #askForItems(page: Parameters<typeof itemsRequest>[1], onPage: (page: ReadPage) => void): void {
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
    this.#requests.ask(write, { onResult, onError });
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
