// What the readers of both directions share: which response belongs to which request, and when frames begin.
import type { WireDirection } from '../../../servers/protocol/capture.ts';
import type { ContentKind } from './content.ts';
import { ExchangeRecord } from './exchange.ts';
import { Message, type MessageKind } from './message.ts';

/** Answers of XMPP that are waited for; a client that asks for ever must not fill the memory. */
const maximumAsked = 1000;

/** One connection's exchanges and messages. */
export class Conversation {
  readonly connection: number;
  transport: string;
  exchanges: ExchangeRecord[] = [];
  messages: Message[] = [];
  /** Whether frames have taken the place of HTTP (RFC 6455 §4.2.2). */
  isUpgraded = false;
  /** Whether the beginning of the connection is not there. */
  isMiddle = true;
  frameContent: ContentKind = 'json';
  /** Told when frames begin. */
  onUpgrade: () => void = () => {};
  #exchangeCount = 0;
  #messageCount = 0;
  #hasLost = false;
  /** Requests without a final response, and perhaps some with. */
  readonly #waiting: ExchangeRecord[] = [];
  readonly #asked = new Map<string, string>();

  constructor(connection: number, transport: string) {
    this.connection = connection;
    this.transport = transport;
  }

  get exchangeCount(): number {
    return this.#exchangeCount;
  }

  /** A request begins. */
  ask(atMs: number): ExchangeRecord {
    this.#exchangeCount += 1;
    const { connection, transport } = this;
    const exchange = new ExchangeRecord({ number: this.#exchangeCount, connection, transport, startedMs: atMs });
    this.exchanges.push(exchange);
    this.#waiting.push(exchange);
    return exchange;
  }

  /**
   * A response begins. RFC 9112 §9.3.2 [spec] "A server MUST send its responses … in the same order that the requests
   * were received". After a loss the newest request is meant: those before it were answered unseen.
   */
  answer(atMs: number): ExchangeRecord {
    while (this.#waiting[0]?.isAnswered) this.#waiting.shift();
    if (this.#hasLost) for (const unseen of this.#waiting.splice(0, this.#waiting.length - 1)) unseen.isAnswered = true;
    this.#hasLost = false;
    const exchange = this.#waiting[0] ?? this.ask(atMs);
    exchange.firstByteMs ??= atMs;
    this.#endEarlier(exchange, atMs);
    return exchange;
  }

  /** What was answered before this, and whose end was lost, is over: responses come in order. */
  #endEarlier(exchange: ExchangeRecord, atMs: number): void {
    for (let index = this.exchanges.lastIndexOf(exchange) - 1; index >= 0; index -= 1) {
      const earlier = this.exchanges[index];
      if (!earlier?.isOpen) return;
      earlier.endedMs = atMs;
    }
  }

  /** Where bytes belong that nobody asked for. */
  newest(atMs: number): ExchangeRecord {
    return this.exchanges.at(-1) ?? this.ask(atMs);
  }

  lose(exchange: ExchangeRecord | null, direction: WireDirection, byteCount: number): void {
    if (direction === 'down') this.#hasLost = true;
    if (!exchange) return;
    exchange.lostBytes += byteCount;
    exchange.count(direction, byteCount);
  }

  /** From here on there are frames. */
  upgrade(exchange: ExchangeRecord): void {
    const subprotocol = exchange.subprotocol.split(',', 1)[0]?.trim();
    this.isUpgraded = true;
    this.frameContent = subprotocol === 'xmpp' || this.transport === 'xmpp' ? 'xml' : 'json';
    exchange.type = 'websocket';
    exchange.isAsked = false;
    exchange.isAnswered = false;
    this.onUpgrade();
  }

  open(
    kind: MessageKind,
    exchange: ExchangeRecord,
    at: Omit<ConstructorParameters<typeof Message>[1], 'number'>,
  ): Message {
    this.#messageCount += 1;
    const message = new Message(kind, { ...at, number: this.#messageCount });
    this.messages.push(message);
    exchange.messages.push(message);
    exchange.open[at.direction] = message;
    return message;
  }

  /** Takes back a message that has no byte. */
  withdraw(message: Message, exchange: ExchangeRecord): void {
    for (const list of [this.messages, exchange.messages]) list.splice(list.lastIndexOf(message), 1);
  }

  /** Forgets messages, and exchanges of which nothing is left. */
  forget(forgotten: ReadonlySet<Message>): void {
    this.messages = this.messages.filter((message) => !forgotten.has(message));
    for (const exchange of this.exchanges) {
      const before = exchange.messages.length;
      exchange.messages = exchange.messages.filter((message) => !forgotten.has(message));
      exchange.forgottenMessages += before - exchange.messages.length;
    }
    this.exchanges = this.exchanges.filter(({ messages, isOpen }) => messages.length > 0 || isOpen);
  }

  /** Remembers what an iq asks for, and tells which question an answer belongs to (RFC 6120 §8.2.3). */
  matchIq(message: Message): void {
    const { type, id, question } = iqIn(message.payload);
    if (id === undefined) return;
    if (question !== undefined) {
      if (this.#asked.size >= maximumAsked) this.#asked.clear();
      this.#asked.set(`${message.direction} ${id}`, question);
    } else if (type === 'result') {
      const name = `${message.direction === 'up' ? 'down' : 'up'} ${id}`;
      message.answers = this.#asked.get(name);
      this.#asked.delete(name);
    }
  }
}

/** Longest beginning of a stanza in which its question stands. */
const iqHeadBytes = 600;

const iqIn = (
  payload: Uint8Array,
): { type?: string | undefined; id?: string | undefined; question?: string | undefined } => {
  const text = String.fromCharCode(...payload.subarray(0, iqHeadBytes));
  const tag = /^(?:<body[^>]*>)?<iq\s([^>]*)>/.exec(text);
  if (!tag) return {};
  const type = /\btype=["'](\w+)/.exec(tag[1] ?? '')?.[1];
  const id = /\bid=["']([^"']*)/.exec(tag[1] ?? '')?.[1];
  const inside = /^<([\w-]+)(?:[^<]*<([\w-]+))?/.exec(text.slice(tag[0].length));
  const question = inside?.[1] === 'pubsub' ? inside[2] : inside?.[1];
  return { type, id, ...(type !== 'result' && type !== 'error' && { question: question ?? '' }) };
};
