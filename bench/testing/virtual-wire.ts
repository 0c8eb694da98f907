// What kernel and relay of a virtual lab would have seen of its messages.
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { nothingSeen, transportBytes, type SeenBytes } from '../ledger/connection-ledger.ts';
import { emptyTally } from '../ledger/layers.ts';
import { messageBytes, totalOf, type MessageContext, type MessageCounts } from '../model/messages.ts';
import { messageSizes } from '../model/specimens.ts';
import type { Workload } from '../report/result.ts';
import { warmUpMs } from '../run/plan.ts';
import { describe, firstSequence, goNs, type VirtualOrder } from './virtual-clients.ts';

/** Warm-up, measured part and what comes to rest. */
export const steadySeconds = (workload: Workload): number => workload.durationSeconds + warmUpMs(workload) / 1000 + 0.4;

const middle = (workload: Workload): MessageContext => ({
  workload,
  sequence: firstSequence + 900,
  publishedAtNs: goNs,
});

/** Bytes and packets, and what a relay saw of them. */
export interface Wire {
  readonly seen: SeenBytes;
  readonly streamBytes: number;
  readonly bytes: number;
  readonly packets: number;
}

/** What kernel and relay saw of it; of the floor, which is not judged, only its packets. */
export const wireOf = (order: VirtualOrder, counts: MessageCounts): Wire => {
  const { id } = order;
  const isNew = describe(order).costModel === 'board-new-connection';
  const connections = isNew ? counts.requests : 0;
  const { streamBytes, ...said } = id === 'floor' ? floorSaid(counts) : saidOf(id, order.workload, counts);
  const seen: SeenBytes = {
    ...nothingSeen,
    ...said,
    streamBytes,
    opens: connections,
    closes: connections,
    requestHeads: counts.requests,
  };
  const added = Object.values(transportBytes(seen)).reduce((sum, one) => sum + one, 0);
  const packets = seen.segments + seen.acknowledgements + 6 * connections;
  return { seen, streamBytes, bytes: streamBytes + added, packets };
};

type Said = Pick<SeenBytes, 'layers' | 'streamBytes' | 'segments' | 'acknowledgements'>;

const floorSaid = ({ deliveries }: MessageCounts): Said => ({
  layers: emptyTally(),
  streamBytes: 0,
  segments: deliveries,
  acknowledgements: deliveries,
});

/** A segment each way, and an acknowledgement for each where it does not ride on the next question; and signs of life. */
const saidOf = (id: TransportId, workload: Workload, counts: MessageCounts): Said => {
  const { heartbeat, push, costModel, connections } = describeTransport(id);
  const sizes = messageSizes(id, middle(workload));
  const beats = heartbeat ? workload.clients * Math.floor(steadySeconds(workload) / heartbeat.everySeconds) : 0;
  const layers = sizes ? messageBytes(sizes, counts) : emptyTally();
  const beating = beats * (sizes ? totalOf(sizes.heartbeat) : 0);
  const segments = push ? counts.deliveries : 2 * counts.requests;
  const carried = costModel === 'long-poll' && connections === 1 ? segments / 2 : 0;
  return {
    layers: { ...layers, framing: layers.framing + beating },
    streamBytes: totalOf(layers) + beating,
    segments,
    acknowledgements: segments - carried + beats * (heartbeat?.packets ?? 0),
  };
};
