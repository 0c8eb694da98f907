// IP bytes and packets of each transport on Linux over IPv4 with TCP timestamps (MEASURING §1.4).
import {
  closePackets,
  delayedAckMs,
  loopbackSegmentBytes,
  openPackets,
  segmentBytes,
  segmentsOf,
  synBytes,
} from '../ledger/golden.ts';
import type { ModelRow } from '../report/result.ts';
import type { Observed } from './observed.ts';
import { judge } from './row.ts';
import { byteShare, packetShare } from './tolerances.ts';

/** Packets of a request and its answer on a connection that is open already. */
const exchangePackets = ({ workload }: Observed): number => {
  // Request and response; each is acknowledged by itself unless the other side has something to say within the delay.
  const requestAck = workload.rttMs > delayedAckMs ? 1 : 0;
  const responseAck = workload.pollIntervalMs - workload.rttMs > delayedAckMs ? 1 : 0;
  return 2 + requestAck + responseAck;
};

/** The open; request, ACK, response, ACK; the close. */
const newConnectionPackets = openPackets + 4 + closePackets;
/** Event and acknowledgement. */
const pushPackets = 2;
/**
 * Request, its acknowledgement, the answer. On one connection the next request acknowledges it. Where requests take turns
 * over two, as BOSH's do, the next one leaves on the other connection, and the answer is acknowledged by itself: one packet
 * more (measured 3.96 a delivery at 0.99 requests a delivery, where one connection has 2.97).
 */
const heldPackets = ({ connectionsEach }: Observed): number => (connectionsEach === 1 ? 3 : 4);

/** Connections are this much older than the steady part when it begins, at most: ramp, login, settling. */
const setupSeconds = 1.5;

/** A number, and how far it may be off. */
interface Doubtful {
  readonly count: number;
  readonly doubt: number;
}

/** Heartbeats of all connections: each has its own clock, which started with the connection. */
export const heartbeatsOf = ({ heartbeat, workload, steady }: Observed): Doubtful => {
  if (!heartbeat) return { count: 0, doubt: 0 };
  const each = workload.clients * workload.repeats;
  const [least, most] = [
    Math.floor(steady.seconds / heartbeat.everySeconds),
    Math.floor((steady.seconds + setupSeconds) / heartbeat.everySeconds),
  ];
  return { count: (each * (least + most)) / 2, doubt: (each * (most - least)) / 2 };
};

const packetsEach = ({ heartbeat }: Observed): number => heartbeat?.packets ?? 0;

/** Predicted packets of the steady part. */
export const predictPackets = (observed: Observed): number =>
  newsPackets(observed) + heartbeatsOf(observed).count * packetsEach(observed);

const newsPackets = (observed: Observed): number => {
  const { requests, deliveries } = observed.steady;
  switch (observed.costModel) {
    case 'board-new-connection':
      return requests * newConnectionPackets + longAnswers(observed).count;
    case 'board':
    case 'short-poll':
      return requests * exchangePackets(observed) + longAnswers(observed).count;
    case 'long-poll':
      return requests * heldPackets(observed) + longAnswers(observed).count;
    case 'push':
      // A connection that has just talked both ways delays its first acknowledgement, and only that one
      // (Linux, inet_csk_exit_pingpong_mode): it may serve the second event too. Which transports did is left open.
      return deliveries * pushPackets - observed.sharedFirstAcks / 2;
  }
};

/**
 * An answer that is longer than a segment has some more, and each of them may be acknowledged by itself or with the next:
 * that depends on how fast the client reads.
 */
const longAnswers = ({ steady }: Observed): Doubtful => {
  const answers = steady.newsAnswers + steady.emptyAnswers;
  const more = (segmentsOf(steady.answerBytes) - 1) * answers;
  // From a socket's first buffer on it may leave the server in pieces, and the relay hands on what it gets.
  const pieces = (Math.ceil(steady.answerBytes / sendBufferBytes) - 1) * answers;
  return { count: more * 1.5, doubt: Math.max(more, 2 * pieces) };
};

/** The middle value of tcp_wmem: what a socket takes before it has grown. */
const sendBufferBytes = 16_384;

/** IP bytes of the steady part: what is in the streams, headers for each packet, and the longer ones of a handshake. */
export const predictBytes = ({ steady }: Pick<Observed, 'steady'>, streamBytes: number, packets: number): number =>
  streamBytes + packets * segmentBytes + steady.connections * 2 * (synBytes - segmentBytes);

/**
 * Packets a delivery that the model cannot know. On a wallboard two events that follow closely may leave in one segment,
 * and a client may be too busy with the others' events to send the request that would carry its acknowledgement.
 */
const packetUncertainty = (observed: Observed): number => {
  const { costModel, crowdedShare, stalledShare, workload, steady } = observed;
  // A process that was not run in time acknowledges apart what it would have answered, or at once what came in two parts.
  const stalled =
    (stalledShare * predictPackets(observed) +
      heartbeatsOf(observed).doubt * packetsEach(observed) +
      longAnswers(observed).doubt +
      steady.retransmitted) /
    steady.deliveries;
  if (workload.kind === 'desktops') {
    return (
      stalled + (costModel === 'push' ? observed.sharedFirstAcks / 2 : firstExchanges(observed)) / steady.deliveries
    );
  }
  if (costModel === 'push') return stalled + crowdedShare * pushPackets;
  return stalled + (costModel === 'long-poll' ? steady.requests / steady.deliveries : 0);
};

/**
 * Where a round trip is shorter than a delayed acknowledgement the answer carries it, once the server's side has found that
 * it answers in time (pingpong mode): what it takes each connection to find that out is a packet more.
 */
const firstExchanges = ({ costModel, workload }: Observed): number =>
  workload.rttMs < delayedAckMs && costModel !== 'board-new-connection' ? workload.clients * workload.repeats : 0;

/**
 * Packets a delivery, and bytes a request or a delivery from the weight of each message (messages.ts). Nothing is judged
 * where the bytes themselves are estimated by this very model. How many answers had news is counted, not predicted: how many
 * there should be is a row of its own.
 */
export const wireRows = (observed: Observed): readonly ModelRow[] => {
  const { ipBytes, packets, deliveries } = observed.steady;
  if (ipBytes === null || packets === null || deliveries === 0 || hasHandshakes(observed)) return [];
  const predictedPackets = predictPackets(observed);
  return [
    judge({
      name: 'packets per delivery',
      predicted: predictedPackets / deliveries,
      measured: packets / deliveries,
      unit: 'packets',
      tolerance: (predictedPackets / deliveries) * packetShare,
      uncertainty: packetUncertainty(observed),
    }),
    ...byteRow(observed, ipBytes, predictedPackets),
  ];
};

/**
 * With a TLS handshake for each request bytes and packets depend on the certificate, on two tickets nobody asked for, and on
 * which of them leave together: no closed form is claimed. The ledger holds them against the kernel all the same.
 */
const hasHandshakes = ({ costModel, workload }: Observed): boolean =>
  workload.isTls === true && costModel === 'board-new-connection';

/** Over two connections an answer in vain brings a ping and its answer, each about as long as a question and its answer. */
const pingBytes = ({ connectionsEach, steady }: Observed): number =>
  connectionsEach === 1 ? 0 : (steady.emptyAnswers * 2 * (steady.messageBytes ?? 0)) / Math.max(1, steady.requests);

/** A segment that was sent twice is in the kernel's count and in no model; how long it was, nobody counted. */
export const retransmittedBytes = ({ steady }: Observed): number =>
  steady.retransmitted * Math.min(loopbackSegmentBytes, (2 * (steady.ipBytes ?? 0)) / Math.max(1, steady.packets ?? 1));

/** Bytes of each request where clients ask on a timetable, else of each event. */
const byteRow = (observed: Observed, ipBytes: number, packets: number): readonly ModelRow[] => {
  const { costModel, steady } = observed;
  if (steady.messageBytes === null) return [];
  const isAsked = costModel !== 'push' && costModel !== 'long-poll';
  const count = isAsked ? steady.requests : steady.deliveries;
  const heartbeats = heartbeatsOf(observed);
  const streamBytes = steady.messageBytes + heartbeats.count * steady.heartbeatBytes;
  const predicted = predictBytes(observed, streamBytes, packets) / count;
  return [
    judge({
      name: isAsked ? 'bytes per request' : 'bytes per event',
      predicted,
      measured: ipBytes / count,
      unit: 'B',
      tolerance: predicted * byteShare,
      uncertainty:
        (packetUncertainty(observed) * segmentBytes * steady.deliveries +
          heartbeats.doubt * steady.heartbeatBytes +
          pingBytes(observed) +
          retransmittedBytes(observed)) /
        count,
    }),
  ];
};
