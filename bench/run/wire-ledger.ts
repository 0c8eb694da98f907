// The ledger of one transport, from its segments: as the relay saw it, or from the clients' sockets where there is none.
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { nothingSeen, type SeenBytes } from '../ledger/connection-ledger.ts';
import { emptyTally, type StreamTally } from '../ledger/layers.ts';
import { ledgerOf, seenSpans, type Spans } from '../ledger/ledger.ts';
import { messageBytes, totalOf, type MessageContext, type MessageCounts } from '../model/messages.ts';
import { messageSizes } from '../model/specimens.ts';
import type { Ledger, Workload } from '../report/result.ts';
import type { SegmentResult } from './segment.ts';
import { kernelDelta, sum } from './tally.ts';

/** The middle of the run, for sizes that depend on how long a number is. */
export const contextOf = (workload: Workload, segments: readonly SegmentResult[]): MessageContext => {
  const { sequences, goNs } = segments[0] ?? { sequences: new Uint32Array(), goNs: 0n };
  return {
    workload,
    sequence: sequences[Math.floor(sequences.length / 2)] ?? 1,
    publishedAtNs: goNs + BigInt(Math.round(workload.durationSeconds * 5e8)),
  };
};

/** What the ledger is made of beside the segments. */
export interface LedgerAround {
  readonly workload: Workload;
  readonly counts: MessageCounts;
  /** Packets of the steady part by the model; only used where nobody saw them. */
  readonly predictedPackets: number;
  /** Why the kernel could not count; `null` = it did. */
  readonly estimatedBecause: string | null;
}

/** The eight layers of one transport, and who saw them. */
export const ledgerOfSegments = (id: TransportId, segments: readonly SegmentResult[], around: LedgerAround): Ledger => {
  const { workload, estimatedBecause } = around;
  const repeats = segments.flatMap(({ seen }) => (seen === null ? [] : [seen]));
  const isRelayed = repeats.length === segments.length && repeats.length > 0;
  const seen = isRelayed ? seenSpans(repeats) : seenBySockets(id, segments, around);
  const kernelBytes =
    estimatedBecause === null
      ? { steady: kernelDelta(segments, 'bytes', [1, 2]), whole: kernelDelta(segments, 'bytes', [0, 2]) }
      : null;
  const isReadable = isRelayed && workload.isTls !== true;
  const derived = isReadable ? null : derivedInside(id, segments, around);
  const retransmitted = estimatedBecause === null ? kernelDelta(segments, 'retransmitted', [0, 2]) : null;
  const ledger = { ...ledgerOf({ seen, kernelBytes, derived }), retransmitted };
  return isRelayed
    ? ledger
    : { ...ledger, seenBy: 'sockets', derived: [...ledger.derived, 'tcpIpHeaders', 'acknowledgements'] };
};

/** Application bytes in the clear, as the clients' sockets count them. */
const plainBytes = (segments: readonly SegmentResult[]): Spans<number> => ({
  steady: sum(segments, ({ totals: [from, to] }) => to.plainUp + to.plainDown - from.plainUp - from.plainDown),
  whole: sum(segments, ({ totals: [, to] }) => to.plainUp + to.plainDown),
});

/**
 * How the plaintext divides that nobody could read: by what each message weighs. What is left over, such as heartbeats and
 * the set-up, goes to the layer that the transport's own words belong to.
 */
const derivedInside = (
  id: TransportId,
  segments: readonly SegmentResult[],
  { workload, counts }: LedgerAround,
): Spans<{ readonly plainBytes: number; readonly layers: StreamTally }> => {
  const sizes = messageSizes(id, contextOf(workload, segments));
  const known = sizes === undefined ? emptyTally() : messageBytes(sizes, counts);
  const plain = plainBytes(segments);
  const own = ownLayer(id);
  const inside = (bytes: number) => ({
    plainBytes: bytes,
    layers: { ...known, [own]: known[own] + bytes - totalOf(known) },
  });
  return { steady: inside(plain.steady), whole: inside(plain.whole) };
};

const ownLayer = (id: TransportId): keyof StreamTally => {
  const { needs, push } = describeTransport(id);
  if (needs.includes('xml')) return 'xmppXml';
  return push ? 'framing' : 'httpHeaders';
};

/** Without a relay: sockets know bytes and connections; segments and acknowledgements follow from the model. */
const seenBySockets = (
  id: TransportId,
  segments: readonly SegmentResult[],
  { counts, predictedPackets }: LedgerAround,
): Spans<SeenBytes> => {
  const bytes = {
    steady: sum(segments, ({ totals: [from, to] }) => to.bytesUp + to.bytesDown - from.bytesUp - from.bytesDown),
    whole: sum(segments, ({ totals: [, to] }) => to.bytesUp + to.bytesDown),
  };
  const opens = {
    steady: sum(segments, ({ totals: [from, to] }) => to.connections - from.connections),
    whole: sum(segments, ({ totals: [, to] }) => to.connections),
  };
  const isClosing = describeTransport(id).costModel === 'board-new-connection';
  const messages = describeTransport(id).push ? counts.deliveries : 2 * counts.requests;
  const closes = isClosing ? opens : { steady: 0, whole: 0 };
  // Until all were ready each connection asked and was answered once, and each of the two was acknowledged.
  const setups = opens.whole - opens.steady;
  const span = (name: keyof Spans<unknown>, setup: number): SeenBytes => ({
    ...nothingSeen,
    streamBytes: bytes[name],
    segments: messages + 2 * setup,
    acknowledgements: Math.max(0, predictedPackets - messages - 6 * closes.steady) + 2 * setup,
    opens: opens[name],
    closes: closes[name],
  });
  return { steady: span('steady', 0), whole: span('whole', setups) };
};
