// A message: one head, body, chunk or frame of one direction, with its spans and its summary made on demand.
import type { ByteLog } from './byte-log.ts';
import type { Content } from './content.ts';
import type { WireDirection } from '../../../servers/protocol/capture.ts';
import { withoutSecrets } from '../../../clients/xmpp/explain/secrets.ts';
import { asUtf8, isUtf8, Source } from './source.ts';
import type { Span } from './span.ts';
import { spansOf } from './message-spans.ts';
import { summaryOf } from './summary.ts';
import type { Summary } from './summary-keys.ts';

/** What a message is. A body that comes in chunks is so many messages `chunk`. */
export type MessageKind =
  | 'request-head'
  | 'request-body'
  | 'response-head'
  | 'response-body'
  | 'chunk'
  | 'frame'
  /** Bytes that are nothing of these. */
  | 'unread';

/** One message. */
export interface WireMessage {
  /** Within the connection, from 1, by the time of the first byte. */
  readonly number: number;
  readonly direction: WireDirection;
  /** Offsets in the stream of its direction: `[start, end)`; the end moves while it is open. */
  readonly start: number;
  readonly end: number;
  /** When its first and its last byte came, on the clock of the capture. */
  readonly atMs: number;
  readonly endMs: number;
  readonly kind: MessageKind;
  /** Whether more of it is to come. */
  readonly isOpen: boolean;
  /** Whether it goes on with a message that was too long to be kept as one. */
  readonly isContinuation: boolean;
  /** Whether bytes before it were not captured. */
  readonly isAfterLoss: boolean;
  /** What it is, in one line. */
  readonly summary: Summary;
  /** Its content as text, without chunks, masks and secrets; absent where it is no text. */
  readonly stanza?: string | undefined;
  /** What its bytes are; they tile `[start, end)`. */
  spans(): readonly Span[];
}

/** A message as its reader makes it. */
export class Message implements WireMessage {
  readonly number: number;
  readonly direction: WireDirection;
  readonly start: number;
  readonly atMs: number;
  readonly log: ByteLog;
  kind: MessageKind;
  isContinuation = false;
  isAfterLoss = false;
  /** What it carries, and from where in that on. */
  content: Content | null = null;
  contentFrom = 0;
  /** Where in the content a reader has to begin. */
  anchor = 0;
  /** Whether its content has a hole before it, so that it cannot be read. */
  isTorn = false;
  /** Where its part of the content stands on the wire; no end = it goes on. */
  dataStart = 0;
  dataEnd: number | null = null;
  #end: number | null = null;
  #endMs = 0;
  #summary: Summary | undefined;
  /** Told by its reader: what an iq result answers. */
  answers: string | undefined;

  constructor(kind: MessageKind, at: { number: number; direction: WireDirection; start: number; log: ByteLog }) {
    this.kind = kind;
    this.number = at.number;
    this.direction = at.direction;
    this.start = at.start;
    this.log = at.log;
    this.atMs = at.log.timeAt(at.start);
  }

  get end(): number {
    return this.#end ?? this.log.end;
  }

  get endMs(): number {
    return this.#end === null ? this.log.timeAt(this.log.end - 1) : this.#endMs;
  }

  get isOpen(): boolean {
    return this.#end === null;
  }

  get isForgotten(): boolean {
    return this.start < this.log.start;
  }

  close(end: number): void {
    this.#end = end;
    this.#endMs = this.log.timeAt(end - 1);
  }

  get source(): Source {
    return new Source(this.log.view(this.start, this.end));
  }

  /** Content offset behind its part. */
  get contentTo(): number {
    const to = this.contentFrom + Math.max(0, (this.dataEnd ?? this.end) - this.dataStart);
    return Math.min(to, this.content?.size ?? to);
  }

  /** Its part of the content. */
  get payload(): Uint8Array {
    return this.content?.read(this.contentFrom, this.contentTo) ?? new Uint8Array();
  }

  get stanza(): string | undefined {
    if (!this.content || this.isForgotten || this.content.kind === 'binary') return undefined;
    const { payload } = this;
    if (payload.byteLength === 0) return undefined;
    if (this.content.kind === 'text' && !isUtf8(payload)) return undefined;
    return this.content.kind === 'xml' ? withoutSecrets(asUtf8(payload)) : asUtf8(payload);
  }

  get summary(): Summary {
    if (this.#summary !== undefined) return this.#summary;
    const summary = summaryOf(this);
    if (!this.isOpen) this.#summary = summary;
    return summary;
  }

  spans(): readonly Span[] {
    if (this.isForgotten) return [{ kind: 'forgotten', start: this.start, end: this.end }];
    return spansOf(this);
  }
}
