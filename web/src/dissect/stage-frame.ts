// Reads the frames of a WebSocket (RFC 6455 §5.2); fragments of one message share its content (§5.4).
import { Content } from './content.ts';
import { firstControlOpcode, headerAt, isPlausible, type FrameHeader } from './frame-header.ts';
import type { Reader } from './reader.ts';
import type { FoundAgain, Stage } from './stage.ts';

/** A length that no frame has: 2^53 and more cannot even be counted. */
const maximumLength = Number.MAX_SAFE_INTEGER;

/** Frames, until the connection closes. */
export class FrameStage implements FoundAgain {
  readonly mark = 'frame';
  #left = -1;
  #isFinal = true;
  #isTorn = false;
  #content: Content | null = null;
  #key: Uint8Array | null = null;
  #payloadStart = 0;
  /** The message of which further fragments are to come. */
  #fragmented: Content | null = null;

  read(reader: Reader): Stage | undefined {
    if (!reader.message) this.#open(reader);
    return this.#left === -1 ? this.#readHeader(reader) : this.#readPayload(reader);
  }

  resume(): Stage {
    return this;
  }

  lose(reader: Reader, byteCount: number): Stage {
    this.#fragmented = null;
    if (this.#left === -1) return reader.message ? reader.stages.unread(null, this) : this;
    if (byteCount > this.#left) {
      this.#left = -1;
      return reader.stages.unread(null, this);
    }
    this.#left -= byteCount;
    this.#content?.skip(byteCount);
    this.#isTorn = true;
    if (this.#left === 0) this.#left = -1;
    return this;
  }

  #open(reader: Reader): void {
    const isInside = this.#left !== -1;
    const message = reader.open(isInside && this.#isTorn ? 'unread' : 'frame');
    if (!isInside || this.#isTorn || !this.#content) return;
    message.isContinuation = true;
    reader.carry(this.#content, this.#keyAt(reader.at));
  }

  /** A piece of a masked payload that begins in its middle begins in the middle of the key, too. */
  #keyAt(at: number): Uint8Array | null {
    const phase = (at - this.#payloadStart) & 3;
    return this.#key?.map((_, index, key) => key[(index + phase) & 3] ?? 0) ?? null;
  }

  #readHeader(reader: Reader): Stage | undefined {
    const { log, at, direction, exchange, message } = reader;
    const header = headerAt(log, at);
    if (!header) return undefined;
    const isTrusted = header.length <= maximumLength && (!message?.isAfterLoss || isPlausible(header, direction));
    if (!isTrusted) {
      if (message) message.kind = 'unread';
      return reader.stages.unread(at + 1, this);
    }
    reader.at = at + header.headerBytes;
    this.#left = header.length;
    this.#payloadStart = reader.at;
    this.#key = header.isMasked ? log.view(reader.at - 4, reader.at).slice() : null;
    this.#content = this.#contentOf(reader, header);
    this.#isTorn = false;
    if (exchange) exchange.frames += 1;
    reader.carry(this.#content, this.#key);
    return header.length > 0 ? this : this.#end(reader);
  }

  #contentOf(reader: Reader, { opcode, isFinal }: FrameHeader): Content {
    const { conversation, log, isUp, exchange } = reader;
    this.#isFinal = isFinal;
    if (opcode >= firstControlOpcode) return new Content('binary', log, null);
    const kind = opcode === 1 ? conversation.frameContent : 'binary';
    const content = (opcode === 0 ? this.#fragmented : null) ?? new Content(kind, log, isUp ? null : exchange);
    this.#fragmented = isFinal ? null : content;
    return content;
  }

  #readPayload(reader: Reader): Stage {
    const part = reader.room(this.#left);
    if (!this.#isTorn) this.#content?.take(reader.at + part);
    reader.at += part;
    this.#left -= part;
    if (reader.exchange && !reader.isUp) reader.exchange.sizeBytes += part;
    if (this.#left === 0) return this.#end(reader);
    if (reader.isFull) reader.close(reader.at);
    return this;
  }

  #end(reader: Reader): Stage {
    const { message, conversation } = reader;
    this.#left = -1;
    this.#isTorn = false;
    reader.close(reader.at);
    const isStanza = this.#isFinal && message?.kind === 'frame' && message.content?.kind === 'xml';
    if (isStanza) conversation.matchIq(message);
    return this;
  }
}
