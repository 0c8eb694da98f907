// What to choose by the figures of one run: the winner where one wins both ways, the price of each where none does.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { formatBytes, formatMs, formatNumber, formatShare, formatThree, formatTimes } from './figures.ts';
import { bytesOf, cpuOf, meanOf, rankByBytes, rankByCpu, rankByLatency, soundTransports } from './ranking.ts';
import { titleOf, titlesOf } from './prose-seen.ts';
import type { RunResult, TransportResult } from './result.ts';

/** A saving in bytes below this share is not worth waiting for. */
const smallSaving = 0.1;
/** A delay nobody at a desktop notices, and no poll timer keeps to. */
const smallDelayMs = 1;

/** The sentences of the advice; they speak of this workload and no other. */
export const choiceSentences = (run: RunResult): readonly string[] => {
  if (run.transports.length < 2) return ['One transport alone gives nothing to choose from.'];
  const sound = soundTransports(run);
  if (sound.length === 0)
    return ['No transport delivered every event once and in order: these figures recommend none.'];
  const unsound = run.transports.filter((result) => !sound.includes(result));
  const chosen = choose(run, sound);
  return [
    ...(unsound.length > 0
      ? [
          `${titlesOf(unsound)} did not deliver every event and ${unsound.length === 1 ? 'is' : 'are'} out of the choice.`,
        ]
      : []),
    ...chosen.sentences,
    ...(chosen.winner ? [...cpuSentences(sound, chosen.winner), ...duplexSentences(run, sound, chosen.winner)] : []),
  ];
};

interface Choice {
  readonly winner: TransportResult | null;
  readonly sentences: readonly string[];
}

const choose = (run: RunResult, sound: readonly TransportResult[]): Choice => {
  const fast = rankByLatency(run, sound).first;
  const cheap = rankByBytes(sound).first;
  const both = cheap.filter((result) => fast.includes(result));
  const [winner, quick, thrifty] = [both[0], rankByBytes(fast).order[0] ?? fast[0], rankByLatency(run, cheap).order[0]];
  if (winner) return { winner, sentences: [clearSentence(sound, both, fast)] };
  if (!quick || !thrifty) return { winner: null, sentences: ['The run holds too few figures to recommend one.'] };
  return weigh(quick, thrifty);
};

const clearSentence = (
  sound: readonly TransportResult[],
  both: readonly TransportResult[],
  fast: readonly TransportResult[],
): string => {
  if (sound.length === 1) return `${titlesOf(both)} is the only one left.`;
  if (both.length > 1)
    return `For this workload ${titlesOf(both)} are equally good in latency and in bytes: choose between them by what else they can do.`;
  const latency = fast.length > 1 ? 'none was measurably earlier' : 'none was as early';
  return `For this workload choose ${titlesOf(both)}: ${latency}, and none took fewer bytes.`;
};

/** Where one is earlier and another takes fewer bytes: a trade, unless one of the two differences is too small to matter. */
const weigh = (quick: TransportResult, thrifty: TransportResult): Choice => {
  const saving = 1 - (bytesOf(thrifty) ?? 0) / (bytesOf(quick) ?? 1);
  const laterMs = (meanOf(thrifty) ?? 0) - (meanOf(quick) ?? 0);
  const bytes = `takes ${formatShare(saving)} fewer bytes (${formatBytes(bytesOf(thrifty))} per event against ${formatBytes(bytesOf(quick))})`;
  const later = `delivers ${formatMs(laterMs)} later`;
  if (laterMs < smallDelayMs) {
    return advise(thrifty, `it ${bytes}, and ${titleOf(quick)} is only ${formatMs(laterMs)} earlier.`);
  }
  if (saving < smallSaving) {
    return advise(quick, `${titleOf(thrifty)} ${bytes}, which is little to gain, and ${later}.`);
  }
  return {
    winner: quick,
    sentences: [
      `It is a trade: ${titleOf(thrifty)} ${bytes} and ${later}.`,
      `Choose ${titleOf(quick)} where news must be there early, ${titleOf(thrifty)} where ${formatMs(meanOf(thrifty))} on average is early enough and bytes count.`,
    ],
  };
};

const advise = (winner: TransportResult, reason: string): Choice => ({
  winner,
  sentences: [`For this workload choose ${titleOf(winner)}: ${reason}`],
});

const cpuSentences = (sound: readonly TransportResult[], winner: TransportResult): readonly string[] => {
  const { order, first } = rankByCpu(sound);
  const [best, last] = [order[0], order.at(-1)];
  const own = cpuOf(winner);
  if (!best || !last || own === null || best === last) return [];
  const microseconds = (result: TransportResult): string => `${formatThree((cpuOf(result) ?? 0) * 1000)} µs`;
  if (!first.includes(winner)) {
    return [
      `The server, though, works least for ${titleOf(best)}: ${microseconds(best)} of CPU per event against ${microseconds(winner)}.`,
    ];
  }
  const times = (cpuOf(last) ?? 0) / own;
  return [
    `The server works ${first.length > 1 ? 'as little for it as for any' : 'least for it'}: ${microseconds(winner)} of CPU per event${times > 1.5 ? `, where ${titleOf(last)} takes ${formatTimes(times)} as much` : ''}.`,
  ];
};

const duplexSentences = (
  run: RunResult,
  sound: readonly TransportResult[],
  winner: TransportResult,
): readonly string[] => {
  if (describeTransport(winner.id).duplex) return [];
  const other = rankByLatency(
    run,
    sound.filter(({ id }) => describeTransport(id).duplex),
  ).order[0];
  if (!other) return [];
  return [
    `It carries news one way; where the client has to speak on the same connection, ${titleOf(other)} does so at ${formatMs(meanOf(other))} and ${formatNumber(bytesOf(other))} B per event.`,
  ];
};
