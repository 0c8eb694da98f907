// What a run saw, in words: who was early, who was late, what it cost in bytes and empty answers, and what got lost.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import {
  formatBytes,
  formatCount,
  formatMs,
  formatNumber,
  formatPlain,
  formatShare,
  formatTimes,
  joinWords,
  ratio,
} from './figures.ts';
import { layerWords, ledgerRows } from './ledger.ts';
import { bytesOf, meanOf, rankByBytes, rankByLatency } from './ranking.ts';
import { ledgerLayers } from './result.ts';
import type { RunResult, TransportResult, Workload } from './result.ts';

/** The sentences of the first paragraph. */
export const seenSentences = (run: RunResult): readonly string[] => [
  workloadSentence(run.workload),
  ...latencySentences(run),
  ...byteSentences(run),
  ...layerSentences(run),
  ...emptySentences(run),
  ...faultSentences(run),
];

/** The title of a transport, as it stands in a sentence. */
export const titleOf = ({ id }: Pick<TransportResult, 'id'>): string => describeTransport(id).title;

/** Titles joined for a sentence. */
export const titlesOf = (results: readonly Pick<TransportResult, 'id'>[]): string => joinWords(results.map(titleOf));

const workloadSentence = (workload: Workload): string => {
  const { kind, clients, ratePerSecond, payloadBytes, rttMs, isTls } = workload;
  const delay = rttMs > 0 ? `through an emulated round trip of ${formatPlain(rttMs)} ms` : 'with no emulated delay';
  const path = isTls === true ? `${delay} and over TLS` : delay;
  const events = `${formatCount(ratePerSecond, 'event')} a second of ${formatPlain(payloadBytes)} B`;
  if (kind === 'wallboard') {
    const readers = clients === 1 ? 'One client followed' : `${formatPlain(clients)} clients all followed`;
    return `${readers} one feed of ${events}, ${path}.`;
  }
  const readers =
    clients === 1 ? 'One client followed its own' : `${formatPlain(clients)} clients each followed their own`;
  return `${readers} ${events}, ${path}.`;
};

const latencySentences = (run: RunResult): readonly string[] => {
  const { order, first } = rankByLatency(run, run.transports);
  const [best, last] = [first[0], order.at(-1)];
  if (!best || !last) return ['No transport delivered enough to speak of its latency.'];
  return [...leaderSentences(run, first, best), ...lastSentence(first, best, last)];
};

const leaderSentences = (
  run: RunResult,
  first: readonly TransportResult[],
  best: TransportResult,
): readonly string[] => {
  const mean = meanOf(best) ?? 0;
  const floorMean = run.floor?.latencyMs.mean ?? null;
  const tail = floorMean === null ? '' : `, ${aboveFloor(mean - floorMean)}`;
  const others = first.slice(1);
  if (run.transports.length === 1)
    return [`News through ${titleOf(best)} arrived after ${formatMs(mean)} on average${tail}.`];
  const lead = `News came first through ${titleOf(best)}, after ${formatMs(mean)} on average${tail}.`;
  if (others.length === 0) return [lead];
  return [lead, `${titlesOf(others)} cannot be told apart from it in this run.`];
};

/** A difference of less than a tenth of a millisecond is not worth a figure. */
const aboveFloor = (ms: number): string =>
  Math.abs(ms) < 0.1
    ? 'the same as the bare TCP floor'
    : `${formatMs(Math.abs(ms))} ${ms > 0 ? 'above' : 'below'} the bare TCP floor`;

const lastSentence = (
  first: readonly TransportResult[],
  best: TransportResult,
  last: TransportResult,
): readonly string[] => {
  if (first.includes(last)) return [];
  const times = ratio(meanOf(last), meanOf(best));
  return [
    `It came last through ${titleOf(last)}, after ${formatMs(meanOf(last))}${times === null ? '' : `: ${formatTimes(times)} as long`}.`,
  ];
};

const byteSentences = (run: RunResult): readonly string[] => {
  const { order } = rankByBytes(run.transports);
  const [best, last] = [order[0], order.at(-1)];
  if (!best || !last) return [];
  const lead = `${titleOf(best)} moved ${formatBytes(bytesOf(best))} per event`;
  const times = ratio(bytesOf(last), bytesOf(best));
  if (best === last || times === null) return [`${lead}.`];
  return [`${lead}, the fewest; ${titleOf(last)} moved ${formatBytes(bytesOf(last))}, ${formatTimes(times)} as many.`];
};

/** What the bytes of an event are, where they are fewest and where they are most. */
const layerSentences = (run: RunResult): readonly string[] => {
  const rows = ledgerRows(run, 'steady')
    .flatMap((row) => (row.total === null || row.total <= 0 ? [] : [{ ...row, total: row.total }]))
    .toSorted((one, other) => one.total - other.total);
  const ends = rows.length > 1 ? [rows[0], rows.at(-1)] : [rows[0]];
  const shares = ends.flatMap((row) => {
    if (!row) return [];
    const { total, layers, title } = row;
    const payload = `${formatShare(ratio(layers.payload, total))} of the bytes of ${title} are payload`;
    const [largest] = ledgerLayers
      .filter((layer) => layer !== 'payload' && (layers[layer] ?? 0) > 0)
      .toSorted((one, other) => (layers[other] ?? 0) - (layers[one] ?? 0));
    return [
      largest === undefined
        ? payload
        : `${payload}, ${formatShare(ratio(layers[largest], total))} ${layerWords[largest].name}`,
    ];
  });
  return shares.length === 0 ? [] : [`${shares.join('; ')}.`];
};

const emptySentences = (run: RunResult): readonly string[] => {
  const share = ({ emptyResponses, requests }: TransportResult): number => ratio(emptyResponses, requests) ?? 0;
  const asking = run.transports.filter(({ id }) => !describeTransport(id).push);
  const wasteful = asking.filter((result) => share(result) >= 0.01).toSorted((a, b) => share(b) - share(a));
  if (wasteful.length === 0) return [];
  const shares = [...new Set(wasteful.map((result) => formatShare(share(result))))];
  return [`Of the answers ${titlesOf(wasteful)} asked for, ${joinWords(shares)} held nothing new.`];
};

const faultSentences = (run: RunResult): readonly string[] =>
  run.transports.flatMap((result) => {
    const faults = [
      result.lost > 0 ? `lost ${formatNumber(result.lost)}` : '',
      result.duplicated > 0 ? `delivered ${formatNumber(result.duplicated)} twice` : '',
      result.outOfOrder > 0 ? `delivered ${formatNumber(result.outOfOrder)} out of order` : '',
      result.missed > 0 ? `could no longer see ${formatNumber(result.missed)}` : '',
    ].filter((text) => text !== '');
    return faults.length === 0 ? [] : [`${titleOf(result)} ${joinWords(faults)}, counted over all clients.`];
  });
