// For tests only: samples that nobody measured, to stand beside the example run (report/fixture.ts).
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { seededRandom } from '../../servers/simulation/random.ts';
import { exampleRun } from '../report/fixture.ts';
import type { RunResult, Workload } from '../report/result.ts';
import { samplesVersion, type RunSamples, type SampleColumns, type SubjectRepeat } from '../report/samples.ts';
import type { ReadRun } from './grounds.ts';

/** How an example run comes about. */
export interface Example {
  readonly name?: string;
  /** Of the noise; the plan follows the workload's seed. @default 1 */
  readonly noiseSeed?: number;
  /** Added to every latency, that of the floor and the probes too. @default 0 */
  readonly driftMs?: number;
  readonly overrides?: Parameters<typeof exampleRun>[0];
  /** Changes what a transport showed. */
  readonly change?: (repeat: SubjectRepeat, id: TransportId | 'floor') => SubjectRepeat;
}

/** A run with its samples. */
export const exampleReadRun = ({ name = 'a run', overrides = {}, ...noise }: Example = {}): ReadRun => {
  const run = exampleRun(overrides);
  return { name, run, samples: exampleSamples(run, noise) };
};

/** Samples that fit a run. */
export const exampleSamples = (
  { workload, environment, floor }: RunResult,
  { noiseSeed = 1, driftMs = 0, change = (repeat) => repeat }: Example = {},
): RunSamples => ({
  schemaVersion: samplesVersion,
  startedAt: environment.startedAt,
  subjects: (['floor', ...workload.transports] as const).map((id, at) => ({
    id,
    repeats: Array.from({ length: workload.repeats }, (_, repeat) => {
      const noise = { seed: noiseSeed * 1000 + at * 100 + repeat, driftMs };
      return change(exampleRepeat(id, repeat, { workload, noise, cpuMs: floor?.serverCpuMsPerDelivery ?? 0 }), id);
    }),
  })),
});

interface Around {
  readonly workload: Workload;
  readonly noise: { readonly seed: number; readonly driftMs: number };
  readonly cpuMs: number;
}

const probes = 10;

const exampleRepeat = (
  id: TransportId | 'floor',
  repeat: number,
  { workload, noise, cpuMs }: Around,
): SubjectRepeat => {
  const { clients, ratePerSecond, durationSeconds, seed, pollIntervalMs } = workload;
  const plan = seededRandom(seed * 1009 + repeat);
  const random = seededRandom(noise.seed);
  const asks = id !== 'floor' && !describeTransport(id).push;
  const isPolled = asks && describeTransport(id).costModel !== 'long-poll';
  const latencyMs = (): number =>
    40 + noise.driftMs + random.next() * 2 + (isPolled ? plan.next() * pollIntervalMs : 0);
  const columns = (readers: number, firstReader: number): SampleColumns => {
    const count = Math.round(ratePerSecond * readers * durationSeconds);
    const rows = Array.from({ length: count }, (_, event) => ({
      event: event * 2 + (firstReader > 0 ? 1 : 0),
      reader: firstReader + plan.integer(readers),
      atMs: Math.floor(((event + plan.next()) * durationSeconds * 1000) / count),
      latencyUs: Math.round((firstReader > 0 ? 40 + noise.driftMs + random.next() * 2 : latencyMs()) * 1000),
    }));
    return {
      event: rows.map(({ event }) => event),
      reader: rows.map(({ reader }) => reader),
      atMs: rows.map(({ atMs }) => atMs),
      latencyUs: rows.map(({ latencyUs }) => latencyUs),
    };
  };
  const samples = columns(clients, 0);
  const taken = samples.event.length;
  const answers = isPolled ? Math.round((clients * durationSeconds * 1000) / pollIntervalMs) : taken;
  return {
    repeat,
    plan: `plan ${seed} ${repeat} ${clients} ${ratePerSecond} ${durationSeconds}`,
    taken,
    everyEvent: 1,
    samples,
    probes: columns(probes, clients),
    steadyBytes: taken * (asks ? 1400 : 450),
    steadyPackets: taken * (asks ? 5 : 2),
    steadyRequests: asks ? Math.round(answers * 1.25) : 0,
    steadySeconds: durationSeconds + 1 + 0.18,
    deliveries: taken,
    probeDeliveries: probes * ratePerSecond * durationSeconds,
    answers: asks ? answers : 0,
    emptyAnswers: isPolled ? Math.round(answers * 0.36) : 0,
    serverCpuMs: taken * (id === 'floor' ? cpuMs : 0.2) + probes * ratePerSecond * durationSeconds * cpuMs,
  };
};
