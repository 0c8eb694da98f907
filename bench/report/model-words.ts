// The names that the bench gives to its predictions, and its reasons why a run is void, in another language. Browser-safe.
import type { ReportWords } from './words.ts';

/** How the bench (bench/model, bench/run) names its rows. `{}` names stand for a number or for `mean` and `max`. */
export const modelRowWords = {
  rowMeanHalfInterval: 'mean = T/2 + transit',
  rowQuantile: 'p{percent} = {share} T + transit',
  rowMeanTimetable: 'mean, this timetable',
  rowQuantileTimetable: 'p{percent}, this timetable',
  rowOwnWait: 'each sample off its own wait (median)',
  rowMaxInterval: 'max = T + transit',
  rowEmptyInterval: 'empty = e^(-λT)',
  rowEmptyTimetable: 'empty, this timetable',
  rowRequestsInterval: 'requests per event = 1/(λT)',
  rowRequestTimes: 'request time = {count} RTT (median)',
  rowRequestTime: 'request time = RTT (median)',
  rowMeanAway: 'mean = transit + away',
  rowMedianAway: 'p50 = transit + A(1 - 1/2δ)',
  rowMedianFloor: 'p50 = floor’s p50',
  rowMaxTransits: 'max = three transits',
  rowEmptyHold: 'empty = e^(-λ(A+τ))',
  rowRequestsCycle: 'requests per event = 1/(λ E[cycle])',
  rowCycle: 'E[cycle] = A + p0(1 - e^(-λτ))/λ',
  rowMeanFloor: 'mean = floor + own cost',
  rowMedianCost: 'p50 = floor’s p50 + own cost',
  rowNoRequests: 'requests per event = 0',
  rowSlope: 'fan-out slope = c of the slowest process',
  rowPackets: 'packets per delivery',
  rowBytesRequest: 'bytes per request',
  rowBytesEvent: 'bytes per event',
  rowSamples: 'one sample an event',
  rowProbeSamples: 'one sample an event of the probes',
  rowMisdated: 'samples dated otherwise than planned',
  rowTransit: 'transit = RTT/2 + a timer',
  rowEarliest: 'nothing is earlier than RTT/2 (min)',
  rowCpu: 'server CPU = /proc',
  rowConnections: 'connections per request',
  rowHeads: 'requests = heads on the wire',
  rowAnswers: 'an answer a request',
  rowPayload: 'payload an event',
  rowLedger: 'ledger = kernel',
  rowSentAgain: 'segments sent again',
  rowFreezeLength: 'the freeze is as long as asked',
  rowFreeze: '{name} under the freeze',
} as const;

/** Why a run is void (bench/run/void.ts). */
export const voidReasonWords = {
  voidClock: 'the load generator says that it was busy {busy} % of the time, and used {used} % of a core',
  voidBusy: "the load generator's event loop was busy {busy} % of the time (limit {limit} %)",
  voidCpu: 'the load generator used {used} % of a core (limit {limit} %)',
  voidRelay: 'the relay used {used} % of a core (limit {limit} %)',
  voidStandstill: 'the load generator or the relay stood still for {ms} ms (limit {limit} ms)',
  voidFloor: 'bare TCP itself lost {count} entries, so the bench is at fault and not a transport',
} as const;

/** The units of the predictions that are words. */
export const modelUnitWords = {
  unitShare: 'share',
  unitRequests: 'requests',
  unitConnections: 'connections',
  unitSamples: 'samples',
  unitPackets: 'packets',
  unitAnswers: 'answers',
  unitPerClient: 'µs/client',
} as const;

/** The name of a model row; one that nobody foresaw stays as it is. */
export const modelRowName = (name: string, words: ReportWords): string => translate(name, rowPatterns, words);

/** The unit of a model row; symbols such as `ms` are the same in every language. */
export const modelUnit = (unit: string, words: ReportWords): string => translate(unit, unitPatterns, words);

/** Why a run is void. */
export const voidReason = (reason: string, words: ReportWords): string => translate(reason, reasonPatterns, words);

interface Pattern {
  readonly key: keyof ReportWords;
  readonly shape: RegExp;
}

/** The English text itself is the pattern: what it names in braces may be any number or word. */
const patternsOf = (english: Readonly<Partial<Record<keyof ReportWords, string>>>): readonly Pattern[] =>
  Object.entries(english).map(([key, text]) => {
    const escaped = text.replaceAll(/[$()*+.?[\\\]^|]/g, String.raw`\$&`);
    const source = escaped.replaceAll(/\{(\w+)\}/g, String.raw`(?<$1>\w[\w.]*)`);
    return { key: key as keyof ReportWords, shape: new RegExp(`^${source}$`) };
  });

const rowPatterns = patternsOf(modelRowWords);
const unitPatterns = patternsOf(modelUnitWords);
const reasonPatterns = patternsOf(voidReasonWords);

const translate = (text: string, patterns: readonly Pattern[], words: ReportWords): string => {
  if (words.language === 'en') return text;
  for (const { key, shape } of patterns) {
    const found = shape.exec(text);
    if (found) return words[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => say(found.groups?.[name] ?? '', words));
  }
  return text;
};

/** A number as the language writes it; `mean` and `max` are words. */
const say = (value: string, words: ReportWords): string => {
  if (value === 'mean') return words.mean;
  if (value === 'max') return words.max;
  return /^\d*\.\d+$/.test(value) ? new Intl.NumberFormat(words.language).format(Number(value)) : value;
};
