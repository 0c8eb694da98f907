// What a run says of a peer, in words: its latency and bytes beside ours, the fan-out, and what it lost.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { formatBytes, formatCount, formatMs, formatNumber, formatPlain, formatThree, ratio } from './figures.ts';
import { isPeerId, peersOf } from './peers.ts';
import type { FanOutResult, FanOutRow, PeerResult, RunResult } from './result.ts';

/** The aim of this project: half of the peer's CPU per delivery. */
const aim = 0.5;
/** From this share of a core on the counting clients may have been what limited a burst. */
const busyCounterShare = 0.7;

/** The sentences on the peers of a run; none when it has none. */
export const peerSentences = (run: RunResult): readonly string[] => [
  ...peersOf(run).flatMap((peer) => besideSentences(run, peer)),
  ...(run.fanOut ? fanOutSentences(run.fanOut) : []),
  ...peerFaults(run),
];

/** What peers did not deliver as they should, a sentence each. */
export const peerFaults = (run: RunResult): readonly string[] => [
  ...peersOf(run)
    .filter(({ lost, duplicated, outOfOrder }) => lost + duplicated + outOfOrder > 0)
    .map(
      ({ title, lost, duplicated, outOfOrder }) =>
        `${title}, the peer, lost ${formatNumber(lost)}, repeated ${formatNumber(duplicated)} and disordered ${formatNumber(outOfOrder)} entries.`,
    ),
  ...(run.fanOut?.rows ?? [])
    .filter(({ id, missing, surplus }) => isPeerId(id) && missing + surplus > 0)
    .map(
      ({ title, missing, surplus }) =>
        `${title}, the peer, lost ${formatNumber(missing)} entries in the fan-out and repeated ${formatNumber(surplus)}.`,
    ),
];

/** How the fan-out was measured, and in whose favour it errs. */
export const fanOutNote = ({
  subscribers,
  pacedRatePerSecond,
  pacedSeconds,
  burstEvents,
  repeats,
}: FanOutResult): string =>
  `${formatCount(subscribers, 'subscriber')} of one node that only count, each server alone and without the relay, ${formatCount(repeats, 'time')}: ` +
  `${formatPlain(pacedRatePerSecond)} events a second for ${formatPlain(pacedSeconds)} s, then ${formatCount(burstEvents, 'event')} at once. ` +
  "The lab's publisher works inside the server process, so its CPU is in the lab's figure; the peer's publisher is a process of its own and is not in the peer's, but the peer has to take each event in as a stanza, once for all subscribers.";

const besideSentences = ({ transports, workload: { kind } }: RunResult, peer: PeerResult): readonly string[] => {
  const own = transports.find(({ id }) => id === peer.over);
  const share = kind === 'desktops' ? 'once a delivery' : 'once for all clients';
  const cost = `the peer also pays for taking in the stanza of each event, here ${share}`;
  const figures = `${formatMs(peer.latencyMs.mean)} on average, ${formatBytes(peer.bytes.perDelivery)} and ${microseconds(peer.serverCpuMsPerDelivery)} of server CPU per event`;
  if (!own) return [`${peer.title} delivered after ${figures} (${cost}).`];
  return [
    `${peer.title} delivered to the same clients after ${figures}; ${describeTransport(own.id).title} after ${formatMs(own.latencyMs.mean)}, with ${formatBytes(own.bytes.perDelivery)} and ${microseconds(own.serverCpuMsPerDelivery)} (${cost}).`,
  ];
};

const fanOutSentences = ({ subscribers, burstEvents, rows }: FanOutResult): readonly string[] => {
  const [own, peer] = [rows.find(({ id }) => !isPeerId(id)), rows.find(({ id }) => isPeerId(id))];
  if (!own || !peer) return [];
  const share = ratio(own.paced.serverCpuMsPerDelivery, peer.paced.serverCpuMsPerDelivery);
  const isMet = share !== null && share <= aim;
  return [
    `At ${formatPlain(subscribers)} subscribers ${own.id} took ${microseconds(own.paced.serverCpuMsPerDelivery)} of server CPU per delivery, ${peer.title} ${microseconds(peer.paced.serverCpuMsPerDelivery)} (${formatThree(share)} of it): the aim of half is ${isMet ? 'met' : 'missed'}.`,
    `Of ${formatCount(burstEvents, 'event')} at once, ${own.id} brought ${rate(own)} events a second to all of them at ${microseconds(own.burst.serverCpuMsPerDelivery)} per delivery, ${peer.title} ${rate(peer)} at ${microseconds(peer.burst.serverCpuMsPerDelivery)}.`,
    "The work of the lab's publisher is in its figure, that of the peer's is not.",
  ];
};

const rate = ({ burst: { eventsPerSecond, counterCpuShare } }: FanOutRow): string =>
  `${counterCpuShare > busyCounterShare ? 'at least ' : ''}${formatThree(eventsPerSecond)}`;

const microseconds = (ms: number | null): string => `${formatThree(ms === null ? null : ms * 1000)} µs`;
