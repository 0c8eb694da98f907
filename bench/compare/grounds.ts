// On what grounds two runs can be compared: the same events, the same workload, the same machine, or not at all. Pure.
import { LabError } from '../../servers/protocol/errors.ts';
import { formatPlain, formatShare, joinWords } from '../report/figures.ts';
import type { RunResult, Workload } from '../report/result.ts';
import type { RunSamples } from '../report/samples.ts';
import { measureIds, type MeasureId } from './measures.ts';
import { calmShare, stalledShareOf } from './stalls.ts';

/** One run with its samples, as it was read. */
export interface ReadRun {
  /** As it was asked for. */
  readonly name: string;
  readonly run: RunResult;
  readonly samples: RunSamples;
}

/** What a comparison rests on. */
export interface Grounds {
  /** Whether event i of repeat r is the same event in both runs. */
  readonly isPaired: boolean;
  readonly isSameMachine: boolean;
  readonly measures: readonly MeasureId[];
  readonly transports: Workload['transports'];
  /** What a reader has to know first, one sentence each. */
  readonly notes: readonly string[];
}

const counts: readonly MeasureId[] = ['bytes', 'packets', 'requests', 'empty'];
const withoutBytes: readonly MeasureId[] = ['mean', 'p50', 'p99', 'packets', 'requests', 'empty'];

/** What is left to compare where the workloads differ in a field: what that field does not decide by itself. */
const comparable = {
  kind: [],
  ratePerSecond: counts,
  clients: counts,
  pollIntervalMs: counts,
  holdSeconds: counts,
  rttMs: counts,
  freezeMs: counts,
  payloadBytes: withoutBytes,
  headers: withoutBytes,
  isTls: ['requests', 'empty'],
  warmUpSeconds: measureIds,
  durationSeconds: measureIds,
} as const satisfies Partial<Record<keyof Workload, readonly MeasureId[]>>;

type Field = keyof typeof comparable;

const words: Readonly<Record<Field, string>> = {
  kind: 'kind',
  ratePerSecond: 'events a second',
  clients: 'clients',
  pollIntervalMs: 'poll interval in ms',
  holdSeconds: 'hold in seconds',
  rttMs: 'round trip in ms',
  freezeMs: 'freeze in ms',
  payloadBytes: 'payload in bytes',
  headers: 'headers',
  isTls: 'TLS',
  warmUpSeconds: 'warm-up in seconds',
  durationSeconds: 'duration in seconds',
};

/** @throws {LabError} LAB_PARAMETER_INVALID when nothing of the two runs can be compared */
export const groundsOf = (a: ReadRun, b: ReadRun): Grounds => {
  const [ofA, ofB] = [a.run.workload, b.run.workload];
  const fields = (Object.keys(comparable) as Field[]).filter((field) => valueOf(ofA, field) !== valueOf(ofB, field));
  const differing = fields.map((field) => `${words[field]} ${say(ofA, field)} against ${say(ofB, field)}`);
  const isMeasured = (id: MeasureId): boolean =>
    fields.every((field) => (comparable[field] as readonly MeasureId[]).includes(id));
  const measures = measureIds.filter(isMeasured);
  const uncounted = [a, b].filter(({ samples }) => !isCounted(samples)).map(({ name }) => name);
  const transports = ofA.transports.filter((id) => ofB.transports.includes(id));
  if (transports.length === 0) {
    throw refuse(
      `The runs have no transport in common: ${ofA.transports.join(', ')} against ${ofB.transports.join(', ')}.`,
    );
  }
  if (measures.length === 0) {
    throw refuse(`The workloads differ so far that nothing can be compared: ${joinWords(differing)}.`);
  }
  const isPaired = fields.length === 0 && ofA.seed === ofB.seed && hasCommonPlan(a.samples, b.samples);
  const machine = machineNote(a.run, b.run);
  return {
    isPaired,
    isSameMachine: machine === null,
    measures: uncounted.length === 0 ? measures : measures.filter((id) => id !== 'bytes' && id !== 'packets'),
    transports,
    notes: [
      ...voidNotes(a),
      ...voidNotes(b),
      ...busyNotes(a),
      ...busyNotes(b),
      ...(machine === null ? [] : [machine]),
      ...(fields.length === 0
        ? [pairingNote(isPaired, ofA.seed, ofB.seed)]
        : [workloadNote(differing, measures.length < measureIds.length)]),
      ...transportNotes(ofA, ofB),
      ...(uncounted.length === 0
        ? []
        : [`Bytes and packets are not compared: the kernel did not count them in ${joinWords(uncounted)}.`]),
    ],
  };
};

const hasCommonPlan = (a: RunSamples, b: RunSamples): boolean => {
  const plans = ({ subjects }: RunSamples): ReadonlySet<string> =>
    new Set(subjects.flatMap(({ repeats }) => repeats.map(({ repeat, plan }) => `${repeat} ${plan}`)));
  return !plans(a).isDisjointFrom(plans(b));
};

const isCounted = ({ subjects }: RunSamples): boolean =>
  subjects.every(({ repeats }) => repeats.every(({ steadyBytes }) => steadyBytes !== null));

/** A run from before a field existed had it switched off. */
const valueOf = (workload: Workload, field: Field): string | number | boolean =>
  workload[field] ?? (field === 'isTls' ? false : 0);

const say = (workload: Workload, field: Field): string => {
  const value = valueOf(workload, field);
  return typeof value === 'number' ? formatPlain(value) : String(value);
};

const pairingNote = (isPaired: boolean, seedA: number, seedB: number): string => {
  if (isPaired) return 'Same seed and workload: each event is held against its twin in the other run.';
  return seedA === seedB
    ? 'Same seed, but the two versions made different timetables of it: the runs are compared unpaired.'
    : `Seed ${seedA} against ${seedB}: the runs have no event in common and are compared unpaired, which finds less.`;
};

const workloadNote = (differing: readonly string[], isLess: boolean): string =>
  `The workloads differ (${joinWords(differing)}): the runs are compared unpaired${isLess ? ', and only by what that leaves comparable' : ''}.`;

const transportNotes = (a: Workload, b: Workload): readonly string[] => {
  const alone = [...new Set(a.transports).symmetricDifference(new Set(b.transports))];
  return alone.length === 0 ? [] : [`Only one of the runs has ${joinWords(alone)}.`];
};

const voidNotes = ({ name, run }: ReadRun): readonly string[] =>
  run.void === null ? [] : [`${name} is void, do not trust it: ${run.void.reason}.`];

const busyNotes = ({ name, samples }: ReadRun): readonly string[] => {
  const share = stalledShareOf(samples);
  if (share <= calmShare) return [];
  return [
    `${name} was measured on a busy machine: ${formatShare(share)} of its probes met a standstill, so that intervals are wide.`,
  ];
};

const machineFields = ['cpuModel', 'cores', 'kernel', 'node'] as const;

const machineNote = ({ environment: a }: RunResult, { environment: b }: RunResult): string | null => {
  const differing = machineFields.filter((field) => a[field] !== b[field]);
  if (differing.length === 0) return null;
  const said = differing.map((field) => `${field} ${a[field]} against ${b[field]}`);
  return `NOT THE SAME MACHINE (${joinWords(said)}): figures of two machines compare only as ratios to their own floors, so each latency and CPU time is divided by its run's floor first.`;
};

const refuse = (sentence: string): LabError => new LabError('LAB_PARAMETER_INVALID', sentence);
