// Reads a body: so many bytes, chunks, or all that comes until the connection closes (RFC 9112 §6.3, §7.1).
import type { Content } from './content.ts';
import { withoutEnd } from './head.ts';
import type { Reader } from './reader.ts';
import type { FoundAgain, Stage } from './stage.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** Longest line of a chunk's size, its extensions included. */
const maximumSizeLine = 4096;

/** Takes content for the open message; a part behind a hole is not read. @returns how many bytes */
const takeContent = (reader: Reader, content: Content, left: number): number => {
  const { isUp, exchange } = reader;
  const stopsAtBlock = content.kind === 'sse' && left === Number.POSITIVE_INFINITY;
  const taken = content.take(reader.at + reader.room(left), stopsAtBlock);
  reader.at += taken;
  if (!isUp && exchange) exchange.sizeBytes += taken;
  return taken;
};

/** A body of a known length; an unknown one is infinite. */
export class LengthStage implements Stage {
  #left: number;
  readonly #content: Content;
  #isBegun = false;

  constructor(length: number, content: Content) {
    this.#left = length;
    this.#content = content;
  }

  read(reader: Reader): Stage {
    if (!reader.message) {
      const kind = reader.isUp ? 'request-body' : 'response-body';
      // A part whose beginning was lost is not read.
      reader.open(reader.isAfterLoss ? 'unread' : kind, this.#content).isContinuation = this.#isBegun;
      this.#isBegun = true;
    }
    const taken = takeContent(reader, this.#content, this.#left);
    this.#left -= taken;
    const isBlock = this.#left === Number.POSITIVE_INFINITY && this.#content.isAtBlock;
    if (this.#left > 0 && !reader.isFull && !isBlock) return this;
    // An endless event stream is so many messages, one a block.
    if (isBlock) this.#isBegun = false;
    reader.close(reader.at);
    if (this.#left > 0) return this;
    reader.done();
    return reader.stages.start;
  }

  lose(reader: Reader, byteCount: number): Stage {
    if (byteCount > this.#left) {
      reader.done();
      return reader.stages.unread(null, null);
    }
    this.#left -= byteCount;
    this.#content.skip(byteCount);
    if (this.#left > 0) return this;
    reader.done();
    return reader.stages.start;
  }
}

/** A body in chunks. */
export class ChunkedStage implements FoundAgain {
  readonly mark = 'chunk';
  readonly #content: Content;
  #expected: 'size' | 'data' | 'data-end' | 'trailers' = 'size';
  #left = 0;
  /** Whether what comes next belongs to a chunk whose beginning was lost. */
  #isTorn = false;

  constructor(content: Content) {
    this.#content = content;
  }

  read(reader: Reader): Stage | undefined {
    if (!reader.message) reader.open(this.#isTorn ? 'unread' : 'chunk');
    switch (this.#expected) {
      case 'size':
        return this.#readSize(reader);
      case 'data':
        return this.#readData(reader);
      case 'data-end':
        return this.#readDataEnd(reader);
      case 'trailers':
        return this.#readTrailer(reader);
    }
  }

  lose(reader: Reader, byteCount: number): Stage {
    const isBetween = this.#expected === 'size' && !reader.message;
    if (this.#expected === 'data' && byteCount <= this.#left) {
      this.#left -= byteCount;
      this.#isTorn = true;
      if (this.#left === 0) this.#expected = 'data-end';
    } else if (!isBetween) return reader.stages.unread(null, this);
    this.#content.skip(byteCount);
    return this;
  }

  resume(): Stage {
    this.#expected = 'size';
    this.#isTorn = false;
    this.#content.skip(0);
    return this;
  }

  #readSize(reader: Reader): Stage | undefined {
    const { log, at } = reader;
    const end = log.indexOf(lineFeed, at);
    if ((end === -1 ? log.end - 1 : end) - at >= maximumSizeLine) return misread(reader, this);
    if (end === -1) return undefined;
    const size = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?$/.exec(withoutEnd(log.text(at, end)))?.[1];
    if (size === undefined) return misread(reader, this);
    reader.at = end + 1;
    this.#left = Number.parseInt(size, 16);
    this.#expected = this.#left > 0 ? 'data' : 'trailers';
    if (this.#left > 0) {
      reader.carry(this.#content);
      if (reader.exchange) reader.exchange.chunks += 1;
    } else if (reader.message) reader.message.dataEnd = reader.message.dataStart = reader.at;
    return this;
  }

  #readData(reader: Reader): Stage {
    const { message } = reader;
    if (!this.#isTorn && message?.content === null) {
      reader.carry(this.#content);
      message.isContinuation = true;
    }
    this.#left -= this.#isTorn ? passOver(reader, this.#left) : takeContent(reader, this.#content, this.#left);
    if (this.#left === 0) {
      if (message) message.dataEnd = reader.at;
      this.#expected = 'data-end';
    } else if (reader.isFull) reader.close(reader.at);
    return this;
  }

  #readDataEnd(reader: Reader): Stage | undefined {
    const { log, at, message } = reader;
    if (log.byte(at) === carriageReturn && at + 1 === log.end) return undefined;
    const length =
      log.byte(at) === lineFeed ? 1 : log.byte(at) === carriageReturn && log.byte(at + 1) === lineFeed ? 2 : 0;
    if (length === 0) {
      if (message && message.start < at) reader.close(at);
      if (!reader.message) reader.open('unread');
      return misread(reader, this);
    }
    reader.at = at + length;
    reader.close(reader.at);
    this.#expected = 'size';
    this.#isTorn = false;
    return this;
  }

  #readTrailer(reader: Reader): Stage | undefined {
    const { log, at } = reader;
    const end = log.indexOf(lineFeed, at);
    if ((end === -1 ? log.end - 1 : end) - at >= maximumSizeLine) return misread(reader, this);
    if (end === -1) return undefined;
    reader.at = end + 1;
    if (reader.isFull) return misread(reader, this);
    if (withoutEnd(log.text(at, end)) !== '') return this;
    reader.close(reader.at);
    reader.done();
    return reader.stages.start;
  }
}

/** Bytes of a chunk with a hole. */
const passOver = (reader: Reader, left: number): number => {
  const passed = reader.room(left);
  reader.at += passed;
  if (!reader.isUp && reader.exchange) reader.exchange.sizeBytes += passed;
  return passed;
};

/** The framing is lost: where it goes on, only the bytes can tell. */
const misread = (reader: Reader, stage: ChunkedStage): Stage => {
  if (reader.message) reader.message.kind = 'unread';
  return reader.stages.unread(reader.at, stage);
};
