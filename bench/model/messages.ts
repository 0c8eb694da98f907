// What all messages of a transport weigh, by layer, from the weight of each (specimens.ts) and how many there were.
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { recordBytes, recordsOf } from '../ledger/golden.ts';
import type { StreamTally } from '../ledger/layers.ts';
import type { Workload } from '../report/result.ts';

/** Bytes of a transport's messages by layer. */
export interface MessageSizes {
  /** A request; nothing where news is pushed. */
  readonly request: StreamTally;
  /** An answer without news. */
  readonly empty: StreamTally;
  /** What an answer with news has around its entries; on a board, which says everything every time, the whole answer. */
  readonly answer: StreamTally;
  /** What each delivered entry adds; nothing on a board. */
  readonly entry: StreamTally;
  /** What each further entry of the same answer adds beyond that. */
  readonly furtherEntry: StreamTally;
  /** A sign of life with its answer (`heartbeat` of the catalog). */
  readonly heartbeat: StreamTally;
}

/** What the sizes depend on beside the transport. */
export interface MessageContext {
  readonly workload: Workload;
  /** A sequence in the middle of the run: its digits are part of every cursor. */
  readonly sequence: number;
  /** A publish time in the middle of the run, for the same reason. */
  readonly publishedAtNs: bigint;
}

/** How many of each there were. */
export interface MessageCounts {
  readonly requests: number;
  readonly newsAnswers: number;
  readonly emptyAnswers: number;
  readonly deliveries: number;
}

/** All messages together, by layer. */
export const messageBytes = (sizes: MessageSizes, counts: MessageCounts): StreamTally => {
  const { requests, newsAnswers, emptyAnswers, deliveries } = counts;
  const layer = (name: keyof StreamTally): number =>
    requests * sizes.request[name] +
    emptyAnswers * sizes.empty[name] +
    newsAnswers * sizes.answer[name] +
    deliveries * sizes.entry[name] +
    Math.max(0, deliveries - newsAnswers) * sizes.furtherEntry[name];
  return {
    payload: layer('payload'),
    framing: layer('framing'),
    httpHeaders: layer('httpHeaders'),
    xmppXml: layer('xmppXml'),
  };
};

/** Bytes that TLS 1.3 adds to all messages: so much a record, and each message is a write of its own (RFC 8446 §5.2). */
export const recordOverhead = (id: TransportId, sizes: MessageSizes, counts: MessageCounts): number => {
  const { requests, newsAnswers, emptyAnswers, deliveries } = counts;
  const records = (size: StreamTally, entries = 0): number =>
    recordsOf(totalOf(size) + entries * totalOf(sizes.entry)) * recordBytes['TLSv1.3'];
  return describeTransport(id).push
    ? deliveries * records(sizes.entry)
    : requests * records(sizes.request) +
        newsAnswers * records(sizes.answer, deliveries / Math.max(1, newsAnswers)) +
        emptyAnswers * records(sizes.empty);
};

/** Sum over the layers. */
export const totalOf = (layers: StreamTally): number => Object.values(layers).reduce((sum, one) => sum + one, 0);
