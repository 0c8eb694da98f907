// `node bench/compare/calibrate.ts` prints what the constants of drift.ts and latency.ts rest on, from the recorded runs.
import { readFile } from 'node:fs/promises';
import { calibrate, plantBytes, plantLatency, type Tally } from './calibration.ts';
import { calmOf, recordingUrl, unpackRecording } from './recording.ts';

const recording = unpackRecording(await readFile(recordingUrl));
const comparisons = 200;

const print = (title: string, tallies: readonly Tally[]): void => {
  process.stdout.write(`\n${title}\n`);
  console.table(
    tallies.map(({ spread, reach, ...rest }) => ({
      ...rest,
      'spread %': Number((spread * 100).toFixed(3)),
      reach: Number(reach.toFixed(2)),
    })),
  );
};

const calm = calmOf(recording);
process.stdout.write(`${recording.runs.length} recordings, ${calm.runs.length} of them calm.\n`);
print('The same code, one repeat each', calibrate(recording, { comparisons, repeats: 1 }));
print('The same code, two repeats each', calibrate(recording, { comparisons, repeats: 2 }));
print('The same code, calm, one repeat each', calibrate(calm, { comparisons, repeats: 1 }));
print('The same code, calm, two repeats each', calibrate(calm, { comparisons, repeats: 2 }));
print(
  'Mean latency 5 % more, calm, two repeats each',
  calibrate(calm, { comparisons, repeats: 2, plant: plantLatency(0.05) }).filter(({ measure }) => measure === 'mean'),
);
print(
  'Bytes 1 % more, calm, two repeats each',
  calibrate(calm, { comparisons, repeats: 2, plant: plantBytes(0.01) }).filter(({ measure }) => measure === 'bytes'),
);
