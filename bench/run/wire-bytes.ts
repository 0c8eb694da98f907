// The bytes of one transport: from the kernel where it counted, else from the sockets and the model, and labelled so.
import { openBytes, segmentBytes } from '../ledger/golden.ts';
import type { Observed } from '../model/observed.ts';
import { predictBytes, predictPackets } from '../model/wire.ts';
import type { WireBytes } from '../report/result.ts';
import type { SegmentResult } from './segment.ts';
import { kernelDelta, sum } from './tally.ts';

/** @param reason why the kernel could not count; `null` = it did */
export const wireBytes = (segments: readonly SegmentResult[], observed: Observed, reason: string | null): WireBytes => {
  const { deliveries } = observed.steady;
  const stream = {
    payloadUp: sum(segments, ({ totals: [from, to] }) => to.bytesUp - from.bytesUp),
    payloadDown: sum(segments, ({ totals: [from, to] }) => to.bytesDown - from.bytesDown),
  };
  if (reason === null) {
    const steady = kernelDelta(segments, 'bytes', [1, 2]);
    return {
      total: kernelDelta(segments, 'bytes', [0, 2]),
      setup: kernelDelta(segments, 'bytes', [0, 1]),
      steady,
      perDelivery: deliveries === 0 ? null : steady / deliveries,
      deliveries,
      ...stream,
      packets: kernelDelta(segments, 'packets', [1, 2]),
      source: 'kernel',
    };
  }
  const packets = predictPackets(observed);
  const steady = Math.round(predictBytes(observed, stream.payloadUp + stream.payloadDown, packets));
  // Each connection was opened, asked and was answered, and each of the two was acknowledged.
  const setup = sum(
    segments,
    ({ totals: [from] }) => from.bytesUp + from.bytesDown + from.connections * (openBytes + 4 * segmentBytes),
  );
  const perDelivery = deliveries === 0 ? null : steady / deliveries;
  return {
    total: setup + steady,
    setup,
    steady,
    perDelivery,
    deliveries,
    ...stream,
    packets,
    source: 'estimated',
    reason,
  };
};
