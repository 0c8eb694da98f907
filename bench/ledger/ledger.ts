// From what was seen of a client hop to the eight layers of the report. Nothing is counted twice, and what is left is said.
import type { Ledger, LedgerLayer, LedgerSpan } from '../report/result.ts';
import { addSeen, transportBytes, type SeenBytes } from './connection-ledger.ts';
import type { StreamTally } from './layers.ts';

/** The same two spans for everything that is summed. */
export interface Spans<Value> {
  readonly steady: Value;
  readonly whole: Value;
}

/** What a ledger is made of. */
export interface LedgerParts {
  /** As the relay saw it, all repeats together. */
  readonly seen: Spans<SeenBytes>;
  /** What the kernel counted; `null` where it could not. */
  readonly kernelBytes: Spans<number> | null;
  /**
   * Where the stream is encrypted: bytes in the clear, as the clients' own sockets count them, and how they divide, which
   * nobody in the middle can see. `null` = the relay read the stream itself.
   */
  readonly derived: Spans<{ readonly plainBytes: number; readonly layers: StreamTally }> | null;
}

const spanOf = (seen: SeenBytes, layers: StreamTally, tls: number, kernelBytes: number | null): LedgerSpan => {
  const all: Record<LedgerLayer, number> = { ...layers, tls, ...transportBytes(seen) };
  const total = Object.values(all).reduce((sum, bytes) => sum + bytes, 0);
  return {
    layers: all,
    total,
    kernelBytes,
    residualShare: kernelBytes === null || kernelBytes === 0 ? null : (kernelBytes - total) / kernelBytes,
  };
};

/** Layers of the plaintext. */
const innerLayers = ['payload', 'framing', 'httpHeaders', 'xmppXml'] as const;

/** The ledger of a hop that a relay saw. */
export const ledgerOf = ({ seen, kernelBytes, derived }: LedgerParts): Ledger => {
  const span = (name: keyof Spans<unknown>): LedgerSpan => {
    const inside = derived?.[name];
    const tls = inside ? seen[name].streamBytes - inside.plainBytes : 0;
    return spanOf(seen[name], inside?.layers ?? seen[name].layers, tls, kernelBytes?.[name] ?? null);
  };
  return {
    steady: span('steady'),
    whole: span('whole'),
    seenBy: 'relay',
    derived: derived === null ? [] : innerLayers,
  };
};

/** What the relay saw in the two spans of each repeat, summed up. */
export const seenSpans = (repeats: readonly (readonly [SeenBytes, SeenBytes])[]): Spans<SeenBytes> => ({
  steady: repeats.map(([ready, drained]) => addSeen(drained, ready, -1)).reduce((sum, one) => addSeen(sum, one)),
  whole: repeats.map(([, drained]) => drained).reduce((sum, one) => addSeen(sum, one)),
});
