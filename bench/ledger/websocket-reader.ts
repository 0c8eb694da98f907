// Frames of one direction of a WebSocket (RFC 6455 §5.2), taken apart into frame header and content.
import { addJsonMessage, addStanzas } from './contents.ts';
import { maximumMessageBytes, type StreamReader, type StreamTally } from './layers.ts';

/** RFC 6455 §5.5: opcodes of control frames have the highest bit set. */
const controlBit = 0x08;

interface Frame {
  readonly isControl: boolean;
  readonly isMasked: boolean;
  readonly headerBytes: number;
  readonly length: number;
}

/** 2 bytes, and 2 or 8 for a longer length, and 4 for a mask; `undefined` = not all of them are there yet. */
const frameAt = (bytes: Buffer): Frame | undefined => {
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const lengthBytes = short < 126 ? 0 : short === 126 ? 2 : 8;
  const isMasked = second >= 0x80;
  const headerBytes = 2 + lengthBytes + (isMasked ? 4 : 0);
  if (bytes.byteLength < headerBytes) return undefined;
  const length =
    lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { isControl: (first & controlBit) !== 0, isMasked, headerBytes, length };
};

/** Which content the text frames have: the subprotocol `xmpp` (RFC 7395), or JSON. */
export type FrameContent = 'json' | 'stanzas';

/** Counts what frames add, and what they carry. Content is looked at only as the server sends it: clients send no entries. */
export class WebSocketReader implements StreamReader {
  readonly #tally: StreamTally;
  readonly #content: FrameContent;
  #rest = Buffer.alloc(0);
  /** Bytes of a frame too long to be kept that are still to come. */
  #skipped = 0;
  #count = 0;

  constructor(tally: StreamTally, content: FrameContent) {
    this.#tally = tally;
    this.#content = content;
  }

  /** Frames so far. */
  get count(): number {
    return this.#count;
  }

  read(part: Buffer): void {
    let bytes = this.#rest.byteLength === 0 ? part : Buffer.concat([this.#rest, part]);
    for (;;) {
      const skipped = Math.min(this.#skipped, bytes.byteLength);
      this.#tally.payload += skipped;
      this.#skipped -= skipped;
      bytes = bytes.subarray(skipped);
      const frame = frameAt(bytes);
      if (!frame) break;
      const { headerBytes, length } = frame;
      if (length > maximumMessageBytes) {
        this.#count += 1;
        this.#tally.framing += headerBytes;
        this.#skipped = length;
        bytes = bytes.subarray(headerBytes);
        continue;
      }
      if (bytes.byteLength < headerBytes + length) break;
      this.#frame(frame, bytes.subarray(headerBytes, headerBytes + length));
      bytes = bytes.subarray(headerBytes + length);
    }
    // Copied, for the bytes belong to a buffer of the socket.
    this.#rest = Buffer.from(bytes);
  }

  #frame({ isControl, isMasked, headerBytes }: Frame, content: Buffer): void {
    const tally = this.#tally;
    this.#count += 1;
    tally.framing += headerBytes;
    if (isControl) tally.framing += content.byteLength;
    else if (this.#content === 'stanzas') {
      if (isMasked) tally.xmppXml += content.byteLength;
      else addStanzas(tally, content);
    } else if (isMasked) tally.payload += content.byteLength;
    else addJsonMessage(tally, content);
  }
}
