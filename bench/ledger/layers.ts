// The layers of a TCP stream's bytes, and a tally of them. What TCP/IP adds stands in segments.ts.
import type { LedgerLayer } from '../report/result.ts';

/** Layers of the bytes that an application writes to its socket. */
export type StreamLayer = Exclude<LedgerLayer, 'tls' | 'tcpIpHeaders' | 'acknowledgements' | 'handshakeAndClose'>;

/** Bytes by layer. */
export type StreamTally = Record<StreamLayer, number>;

export const emptyTally = (): StreamTally => ({ payload: 0, framing: 0, httpHeaders: 0, xmppXml: 0 });

/** What one direction of a connection has brought so far; a reader adds to it and to nothing else. */
export interface StreamReader {
  /** Takes what comes next, cut anywhere. */
  read(part: Buffer): void;
}

/** Longest message whose inside is looked at, in bytes; of a longer one all but its frame counts as payload. */
export const maximumMessageBytes = 4 * 1024 * 1024;
