// The ledger of one TCP connection, as somebody in the middle sees it: layers of both streams, segments, acknowledgements.
import { AcknowledgingSide } from './acknowledgements.ts';
import { closeBytes, openBytes, segmentBytes, segmentsOf } from './golden.ts';
import { HttpReader } from './http-reader.ts';
import { emptyTally, type StreamTally } from './layers.ts';

/** What was seen so far; sums, so that connections and moments can be added and subtracted. */
export interface SeenBytes {
  readonly layers: StreamTally;
  /** Bytes of the streams, whatever is in them. */
  readonly streamBytes: number;
  /** Segments with data, and acknowledgements without. */
  readonly segments: number;
  readonly acknowledgements: number;
  readonly opens: number;
  readonly closes: number;
  /** Heads of requests; of ciphertext none is seen. */
  readonly requestHeads: number;
}

/** A connection between its handshake and the end of its close. */
export class ConnectionLedger {
  readonly #layers = emptyTally();
  readonly #up: HttpReader;
  readonly #down: HttpReader;
  readonly #client: AcknowledgingSide;
  readonly #server: AcknowledgingSide;
  readonly #isReadable: boolean;
  #streamBytes = 0;
  #segments = 0;
  #ends = 0;

  /**
   * @param isReadable whether the stream is in the clear; of ciphertext only the length is counted
   * @param pingpongThreshold of this kernel (acknowledgements.ts)
   */
  constructor(isReadable: boolean, pingpongThreshold: number) {
    this.#client = new AcknowledgingSide(pingpongThreshold);
    this.#server = new AcknowledgingSide(pingpongThreshold);
    this.#isReadable = isReadable;
    this.#up = new HttpReader(this.#layers, false);
    this.#down = new HttpReader(this.#layers, true, (content) => this.#up.upgrade(content));
  }

  /**
   * The client sent this. One read may bring several writes: a WebSocket client writes every frame by itself, and each
   * leaves at once in a segment of its own (TCP_NODELAY), so that frames tell the segments.
   */
  up(part: Buffer, atMs: number): void {
    const frames = this.#up.frames;
    if (this.#isReadable) this.#up.read(part);
    const segments = Math.max(segmentsOf(part.byteLength), this.#up.frames - frames);
    this.#streamBytes += part.byteLength;
    this.#segments += segments;
    this.#client.sent(atMs);
    for (let segment = 0; segment < segments; segment += 1) this.#server.received(atMs);
  }

  /** This goes to the client, in one write. */
  down(part: Buffer, atMs: number): void {
    if (this.#isReadable) this.#down.read(part);
    this.#streamBytes += part.byteLength;
    this.#segments += segmentsOf(part.byteLength);
    this.#server.sent(atMs);
    this.#client.received(atMs);
  }

  /** One side has finished; the close is over when both have. */
  end(): void {
    this.#ends += 1;
  }

  seen(atMs: number): SeenBytes {
    return {
      layers: this.#isReadable ? withRest(this.#layers, this.#streamBytes) : this.#layers,
      streamBytes: this.#streamBytes,
      segments: this.#segments,
      acknowledgements: this.#client.count(atMs) + this.#server.count(atMs),
      opens: 1,
      closes: this.#ends >= 2 ? 1 : 0,
      requestHeads: this.#up.heads,
    };
  }
}

/** What is not understood yet, or is of a protocol that no reader knows, is content until something says otherwise. */
const withRest = (layers: StreamTally, streamBytes: number): StreamTally => {
  const known = layers.payload + layers.framing + layers.httpHeaders + layers.xmppXml;
  return { ...layers, payload: layers.payload + streamBytes - known };
};

/** Sums up, and with -1 takes off. */
export const addSeen = (sum: SeenBytes, seen: SeenBytes, sign: 1 | -1 = 1): SeenBytes => {
  const plus = (of: (one: SeenBytes) => number): number => of(sum) + sign * of(seen);
  return {
    layers: {
      payload: plus(({ layers }) => layers.payload),
      framing: plus(({ layers }) => layers.framing),
      httpHeaders: plus(({ layers }) => layers.httpHeaders),
      xmppXml: plus(({ layers }) => layers.xmppXml),
    },
    streamBytes: plus(({ streamBytes }) => streamBytes),
    segments: plus(({ segments }) => segments),
    acknowledgements: plus(({ acknowledgements }) => acknowledgements),
    opens: plus(({ opens }) => opens),
    closes: plus(({ closes }) => closes),
    requestHeads: plus(({ requestHeads }) => requestHeads),
  };
};

export const nothingSeen: SeenBytes = {
  layers: emptyTally(),
  streamBytes: 0,
  segments: 0,
  acknowledgements: 0,
  opens: 0,
  closes: 0,
  requestHeads: 0,
};

/** IP bytes of what TCP/IP adds to the streams. */
export const transportBytes = ({ segments, acknowledgements, opens, closes }: SeenBytes) => ({
  tcpIpHeaders: segments * segmentBytes,
  acknowledgements: acknowledgements * segmentBytes,
  handshakeAndClose: opens * openBytes + closes * closeBytes,
});
