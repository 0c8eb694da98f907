// Where the figures of a run stop being true: emulation, one machine, size and rate, too few samples, estimated bytes.
import { formatBytes, formatCount, formatNumber, formatPlain } from './figures.ts';
import { titlesOf } from './prose-seen.ts';
import type { RunResult } from './result.ts';
import { countOutcomes } from './verdict.ts';

/** The sentences on the limits of a run. */
export const limitSentences = (run: RunResult): readonly string[] => [
  delaySentence(run),
  machineSentence(run),
  workloadSentence(run),
  independenceSentence(run),
  ...sampleSentences(run),
  ...byteSentences(run),
];

const delaySentence = ({ workload: { rttMs } }: RunResult): string =>
  rttMs > 0
    ? `The round trip of ${formatPlain(rttMs)} ms is emulated by a relay: a real network adds loss, jitter and narrow links, none of which is in these figures.`
    : 'No delay was emulated: everything went over loopback, and none of these latencies is what a network would show.';

const machineSentence = ({ environment: { cores, cpuModel } }: RunResult): string =>
  `Server, clients and relay shared one machine (${formatCount(cores, 'core')}, ${cpuModel}); compare CPU and memory within this run, and with other machines only as ratios.`;

const workloadSentence = ({ workload }: RunResult): string => {
  const { payloadBytes, ratePerSecond, kind, headers } = workload;
  const rate = `${formatCount(ratePerSecond, 'event')} a second ${kind === 'wallboard' ? 'for the whole feed' : 'for each client'}`;
  const sent =
    headers === 'browser'
      ? "a browser's request headers"
      : 'minimal request headers, far shorter than those of a browser';
  return `Bytes hold for events of ${formatBytes(payloadBytes)}, ${rate} and ${sent}; with other sizes and rates the distances between the transports change.`;
};

const independenceSentence = ({ workload: { kind } }: RunResult): string =>
  kind === 'wallboard'
    ? 'All clients saw the same events, so their samples are not independent: n counts deliveries, and a few unlucky events move every figure.'
    : 'Each client had events of its own, so the samples are independent; what fan-out of one event to many readers costs is not in them.';

const sampleSentences = (run: RunResult): readonly string[] => {
  const without = run.transports.filter(({ latencyMs }) => latencyMs.p99 === null);
  const { undecided } = countOutcomes(run);
  const most = Math.max(0, ...without.map(({ latencyMs }) => latencyMs.n));
  return [
    ...(without.length > 0
      ? [
          `n is too small for a p99 of ${titlesOf(without)} (at most ${formatNumber(most)} samples): nothing is said about that tail.`,
        ]
      : []),
    ...(undecided > 0
      ? [`${formatCount(undecided, 'prediction')} could not be judged: a longer run (--duration) decides more.`]
      : []),
  ];
};

const byteSentences = (run: RunResult): readonly string[] => {
  const estimated = run.transports.filter(({ bytes }) => bytes.source === 'estimated');
  const reason = estimated[0]?.bytes.reason;
  if (estimated.length === 0) return [];
  return [
    `The bytes are estimated from socket counters and a model, not counted by the kernel${reason ? ` (${reason})` : ''}.`,
  ];
};
