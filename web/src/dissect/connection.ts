// One TCP connection as a tap saw it, taken apart while it grows.
import type { CaptureRecord, CloseCause, WireDirection } from '../../../servers/protocol/capture.ts';
import { Conversation } from './conversation.ts';
import type { Exchange } from './exchange.ts';
import type { Message, WireMessage } from './message.ts';
import { Reader } from './reader.ts';
import { stages } from './stages.ts';

/** What to take apart, and how much of it to keep. */
export interface DissectorOptions {
  readonly connection: number;
  readonly transport: string;
  /** How many bytes are kept, both directions together. @default 4 MiB */
  readonly maximumBytes?: number;
}

/** What a connection carried, whether it is still kept or not. */
export interface ConnectionTotals {
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly lostBytes: number;
  readonly exchanges: number;
  readonly forgottenBytes: number;
}

const defaultMaximumBytes = 4 * 1024 * 1024;
/** Longest message that is kept as one. */
const maximumMessageBytes = 256 * 1024;
/** Messages that are kept; a frame of 2 bytes costs far more memory than its bytes. */
const maximumMessages = 20_000;
/** What is kept of the limit when it is reached, so that forgetting is rare. */
const keptShare = 0.75;

/** Takes the records of one connection in their order; it never throws and loses no byte. */
export class ConnectionDissector {
  readonly #conversation: Conversation;
  readonly #readers: Readonly<Record<WireDirection, Reader>>;
  readonly #maximumBytes: number;
  #closed: { readonly by: CloseCause; readonly atMs: number; readonly isReset: boolean } | null = null;
  #openedMs: number | null = null;
  #lostBytes = 0;

  constructor({ connection, transport, maximumBytes = defaultMaximumBytes }: DissectorOptions) {
    this.#conversation = new Conversation(connection, transport);
    this.#maximumBytes = maximumBytes;
    const parts = {
      conversation: this.#conversation,
      stages,
      maximumMessageBytes: Math.max(1, Math.min(maximumMessageBytes, maximumBytes >> 2)),
    };
    const [up, down] = [new Reader('up', parts), new Reader('down', parts)];
    this.#conversation.onUpgrade = () => up.startAnewForFrames();
    this.#readers = { up, down };
  }

  get connection(): number {
    return this.#conversation.connection;
  }

  get transport(): string {
    return this.#conversation.transport;
  }

  /** Those of which something is still kept. */
  get exchanges(): readonly Exchange[] {
    return this.#conversation.exchanges;
  }

  /** All messages that are kept, of both directions, by number. */
  get messages(): readonly WireMessage[] {
    return this.#conversation.messages;
  }

  /** When the connection was opened; `null` = that was not captured. */
  get openedMs(): number | null {
    return this.#openedMs;
  }

  get isClosed(): boolean {
    return this.#closed !== null;
  }

  get closedBy(): CloseCause | null {
    return this.#closed?.by ?? null;
  }

  get closedMs(): number | null {
    return this.#closed?.atMs ?? null;
  }

  /** Whether it ended with a reset (RST) and not with a goodbye (FIN). */
  get isReset(): boolean {
    return this.#closed?.isReset ?? false;
  }

  get totals(): ConnectionTotals {
    const { up, down } = this.#readers;
    return {
      bytesUp: up.log.end,
      bytesDown: down.log.end,
      lostBytes: this.#lostBytes,
      exchanges: this.#conversation.exchangeCount,
      forgottenBytes: up.log.start + down.log.start,
    };
  }

  push(record: CaptureRecord): void {
    switch (record.kind) {
      case 'open':
        this.#openedMs = record.atMs;
        this.#conversation.transport = record.transport;
        this.#conversation.isMiddle = false;
        break;
      case 'data':
        this.#readers[record.direction].push(record.bytes, record.atMs);
        this.#forget();
        break;
      case 'lost':
        this.#lostBytes += record.byteCount;
        this.#readers[record.direction].lose(record.byteCount);
        break;
      case 'close':
        this.#close(record);
        break;
    }
  }

  /** A message's bytes as they were captured; none when they are forgotten. */
  bytesOf(message: WireMessage): Uint8Array {
    const { log } = this.#readers[message.direction];
    return message.start < log.start ? new Uint8Array() : log.view(message.start, message.end).slice();
  }

  /** What is kept of a direction. */
  rawBytes(direction: WireDirection): Uint8Array {
    const { log } = this.#readers[direction];
    return log.view(log.start, log.end).slice();
  }

  #close({ by, atMs, isReset }: Extract<CaptureRecord, { kind: 'close' }>): void {
    this.#closed = { by, atMs, isReset };
    for (const reader of Object.values(this.#readers)) reader.close(reader.log.end);
    for (const exchange of this.#conversation.exchanges) exchange.endedMs ??= atMs;
  }

  /** Forgets the oldest messages when there are too many bytes, or too many of them. */
  #forget(): void {
    const { up, down } = this.#readers;
    const bytes = up.log.end - up.log.start + (down.log.end - down.log.start);
    if (bytes <= this.#maximumBytes && this.messages.length <= maximumMessages) return;
    const forgotten = this.#oldest(bytes - this.#maximumBytes * keptShare);
    if (forgotten.size === 0) return;
    this.#conversation.forget(forgotten);
    for (const { log, direction } of [up, down]) {
      log.forget(this.messages.find((message) => message.direction === direction)?.start ?? log.end);
    }
    for (const { content, log } of this.#conversation.messages) content?.forget(log.start);
  }

  /** So many bytes of messages that have ended, and more when there are too many messages. */
  #oldest(byteCount: number): ReadonlySet<Message> {
    const { messages } = this.#conversation;
    const oldest = new Set<Message>();
    let left = byteCount;
    for (const message of messages) {
      if (left <= 0 && messages.length - oldest.size <= maximumMessages * keptShare) break;
      if (message.isOpen) continue;
      left -= message.end - message.start;
      oldest.add(message);
    }
    return oldest;
  }
}
