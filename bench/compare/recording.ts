// Recorded runs of one plan at different moments, packed into one file: what the calibration draws its runs from.
import { gunzipSync, gzipSync } from 'node:zlib';
import { exampleRun } from '../report/fixture.ts';
import type { Workload } from '../report/result.ts';
import type { RunSamples, SubjectRepeat } from '../report/samples.ts';
import type { ReadRun } from './grounds.ts';
import { calmShare, stalledShareOf } from './stalls.ts';

/** What the file holds. */
export interface Recording {
  /** Of each run: one repeat. */
  readonly workload: Workload;
  readonly runs: readonly RunSamples[];
}

/** Where the recordings are committed. */
export const recordingUrl = new URL('recorded.json.gz', import.meta.url);

export const packRecording = (recording: Recording): Uint8Array => gzipSync(JSON.stringify(recording), { level: 9 });

export const unpackRecording = (packed: Uint8Array): Recording =>
  JSON.parse(gunzipSync(packed).toString('utf8')) as Recording;

/** The recordings whose machine did hardly anything else. */
export const calmOf = ({ workload, runs }: Recording): Recording => ({
  workload,
  runs: runs.filter((samples) => stalledShareOf(samples) <= calmShare),
});

/** A run whose repeats are some of the recorded ones: each is repeat 0 of its own moment, and all have the same plan. */
export const runOf = (
  { workload, runs }: Recording,
  chosen: readonly number[],
  change: (repeat: SubjectRepeat) => SubjectRepeat = (repeat) => repeat,
): ReadRun => {
  const subjects = (runs[0]?.subjects ?? []).map(({ id }) => ({
    id,
    repeats: chosen.flatMap((index, repeat) => {
      const found = runs[index]?.subjects.find((subject) => subject.id === id)?.repeats[0];
      if (found === undefined) return [];
      return [{ ...(id === 'floor' ? found : change(found)), repeat }];
    }),
  }));
  const example = exampleRun({ workload: { ...workload, repeats: chosen.length } });
  const floor = example.floor && { ...example.floor, serverCpuMsPerDelivery: floorCpuMs(subjects[0]?.repeats ?? []) };
  return {
    name: chosen.join('+'),
    run: { ...example, floor },
    samples: { schemaVersion: 1, startedAt: example.environment.startedAt, subjects },
  };
};

const floorCpuMs = (floor: readonly SubjectRepeat[]): number =>
  floor.reduce((sum, { serverCpuMs }) => sum + serverCpuMs, 0) /
  floor.reduce((sum, { deliveries, probeDeliveries }) => sum + deliveries + probeDeliveries, 0);
