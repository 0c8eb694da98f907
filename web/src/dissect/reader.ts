// Reads one direction: keeps its bytes, lets the stages take them one after the other, and opens and closes messages.
import type { WireDirection } from '../../../servers/protocol/capture.ts';
import { ByteLog } from './byte-log.ts';
import type { Content } from './content.ts';
import type { Conversation } from './conversation.ts';
import type { ExchangeRecord } from './exchange.ts';
import type { Message, MessageKind } from './message.ts';
import type { Stage, Stages } from './stage.ts';

/** What a reader is made of. */
interface ReaderParts {
  readonly conversation: Conversation;
  readonly stages: Stages;
  readonly maximumMessageBytes: number;
}

/**
 * One direction of a connection. Whatever it decides depends on the bytes alone, never on how they were cut: a stage
 * decides at the byte that allows it, and looks no further.
 */
export class Reader {
  readonly log = new ByteLog();
  readonly direction: WireDirection;
  readonly conversation: Conversation;
  /** Longest message that is kept as one. */
  readonly maximumMessageBytes: number;
  /** The first byte that no stage has taken yet. */
  at = 0;
  exchange: ExchangeRecord | null = null;
  message: Message | null = null;
  isAfterLoss = false;
  readonly stages: Stages;
  #stage: Stage;

  constructor(direction: WireDirection, { conversation, stages, maximumMessageBytes }: ReaderParts) {
    this.direction = direction;
    this.conversation = conversation;
    this.stages = stages;
    this.maximumMessageBytes = maximumMessageBytes;
    this.#stage = stages.start;
  }

  get isUp(): boolean {
    return this.direction === 'up';
  }

  push(bytes: Uint8Array, atMs: number): void {
    this.log.append(bytes, atMs);
    while (this.at < this.log.end) {
      const next = this.#stage.read(this);
      if (next === undefined) return;
      this.#stage = next;
    }
  }

  lose(byteCount: number): void {
    this.conversation.lose(this.exchange ?? this.conversation.exchanges.at(-1) ?? null, this.direction, byteCount);
    const stage = this.#stage.lose(this, byteCount);
    this.close(this.log.end);
    this.at = this.log.end;
    this.isAfterLoss = true;
    this.#stage = stage;
  }

  /** The other direction says that frames begin: a head that was expected, or has begun, is none. */
  startAnewForFrames(): void {
    const { message } = this;
    if (this.at === this.log.end && !message) return;
    if (message?.kind !== 'request-head' && message?.kind !== 'unread') return;
    this.close(this.log.end);
    this.at = this.log.end;
    this.#stage = this.stages.start;
  }

  /** A request or a response begins at `at`. */
  beginHead(): void {
    const { conversation, isUp } = this;
    const atMs = this.log.timeAt(this.at);
    this.exchange = isUp ? conversation.ask(atMs) : conversation.answer(atMs);
    this.open(isUp ? 'request-head' : 'response-head');
  }

  /** A message begins at `at`. */
  open(kind: MessageKind, content: Content | null = null): Message {
    this.exchange ??= this.conversation.newest(this.log.timeAt(this.at));
    const { log, direction, at } = this;
    const message = this.conversation.open(kind, this.exchange, { log, direction, start: at });
    message.isAfterLoss = this.isAfterLoss;
    this.isAfterLoss = false;
    message.dataStart = at;
    this.message = message;
    if (content) this.carry(content);
    return message;
  }

  /** What the open message holds from `at` on is a piece of this content. */
  carry(content: Content, key: Uint8Array | null = null): void {
    const { message } = this;
    if (!message) return;
    content.open(this.at, key);
    message.content = content;
    message.dataStart = this.at;
    message.contentFrom = content.size;
    message.anchor = content.anchor;
    message.isTorn = content.hasHole && content.kind !== 'sse';
  }

  /** The open message ends before `end`. */
  close(end: number): void {
    const { message, exchange } = this;
    if (!message || !exchange) return;
    message.close(end);
    // What seemed to begin here turned out to be the beginning of something else.
    if (end === message.start) this.conversation.withdraw(message, exchange);
    exchange.count(this.direction, end - message.start);
    exchange.open[this.direction] = null;
    this.message = null;
  }

  /** Whether the open message is as long as one may be; then it goes on as another. */
  get isFull(): boolean {
    return this.message !== null && this.at - this.message.start >= this.maximumMessageBytes;
  }

  /** How many bytes the open message may still take, of `left`. */
  room(left: number): number {
    const used = this.message === null ? 0 : this.at - this.message.start;
    return Math.min(left, this.log.end - this.at, Math.max(1, this.maximumMessageBytes - used));
  }

  /** The request or the response has ended with the byte before `at`. */
  done(): void {
    const { exchange } = this;
    if (!exchange) return;
    if (this.isUp) exchange.isAsked = true;
    else exchange.isAnswered = true;
    exchange.endWhenDone(this.log.timeAt(this.at - 1));
  }
}
