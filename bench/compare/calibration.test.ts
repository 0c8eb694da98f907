// The comparison on recorded runs: the same code is hardly ever called different, and a planted difference is hardly ever missed.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { calibrate, plantBytes, plantLatency, type Tally } from './calibration.ts';
import { calmOf, recordingUrl, unpackRecording } from './recording.ts';

const recording = unpackRecording(await readFile(recordingUrl));
const comparisons = 200;
/** As many as a run has by default. */
const repeats = 2;

const wrong = ({ smaller, larger }: Tally): number => (smaller + larger) / comparisons;

const say = (tallies: readonly Tally[], share: (tally: Tally) => number): string =>
  tallies.map((tally) => `${tally.transport} ${tally.measure} ${share(tally)}`).join(', ');

test('calm or busy: of 200 comparisons of the same code at most 5 % call any measure of any transport different', () => {
  const tallies = calibrate(recording, { comparisons, repeats });
  const bad = tallies.filter((tally) => wrong(tally) > 0.05);
  assert.deepEqual(bad, [], say(bad, wrong));
  assert.ok(tallies.length > 40);
});

test('the same holds of runs with a single repeat each', () => {
  const bad = calibrate(recording, { comparisons, repeats: 1 }).filter((tally) => wrong(tally) > 0.05);
  assert.deepEqual(bad, [], say(bad, wrong));
});

const found = ({ larger }: Tally): number => larger / comparisons;

test('on a calm machine 5 % more mean latency and 1 % more bytes are found in at least 95 % of 200', () => {
  const slower = plantLatency(0.05);
  const fatter = plantBytes(0.01);
  const tallies = calibrate(calmOf(recording), { comparisons, repeats, plant: (repeat) => slower(fatter(repeat)) });
  const planted = tallies.filter(({ measure }) => measure === 'mean' || measure === 'bytes');
  const missed = planted.filter((tally) => found(tally) < 0.95);
  assert.deepEqual(missed, [], say(missed, found));
  assert.equal(planted.length, 2 * recording.workload.transports.length);
});
