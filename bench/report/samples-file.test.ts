// Tests of samples-file.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exampleReadRun } from '../compare/fixture.ts';
import { readSamples, writeSamples } from './samples-file.ts';

let directory = '';
before(async () => (directory = await mkdtemp(join(tmpdir(), 'lab-samples-'))));
after(() => rm(directory, { recursive: true, force: true }));

const { samples } = exampleReadRun({ overrides: { workload: { transports: ['sse'], clients: 2, repeats: 1 } } });

test('what was written is read back', async () => {
  const path = join(directory, 'whole');
  assert.equal(await writeSamples(samples, path), 'samples.json');
  assert.deepEqual(await readSamples(path, samples.startedAt), samples);
  assert.equal((await readFile(join(path, 'samples.json'), 'utf8')).split('\n').length, 2);
});

const [floor] = samples.subjects;
const [repeat] = floor?.repeats ?? [];
assert.ok(floor && repeat);
const withRepeat = (change: object): unknown => ({
  ...samples,
  subjects: [{ ...floor, repeats: [{ ...repeat, ...change }] }],
});

const refusals: Readonly<Record<string, readonly [content: string, sentence: RegExp]>> = {
  'what is not JSON': ['{', /samples\.json" is not JSON\.$/],
  'nothing at all': ['null', /has schemaVersion none, and this lab reads 1/],
  'another version': [JSON.stringify({ ...samples, schemaVersion: 2 }), /has schemaVersion 2, and this lab reads 1/],
  'samples of another run': [
    JSON.stringify({ ...samples, startedAt: 'then' }),
    /is of the run of then, and the run\.json/,
  ],
  'no subjects': [JSON.stringify({ ...samples, subjects: 1 }), /is not whole: subjects is not a list\.$/],
  'a subject without a name': [JSON.stringify({ ...samples, subjects: [{}] }), /subjects\[0\]\.id is not a string/],
  'a subject without repeats': [
    JSON.stringify({ ...samples, subjects: [{ id: 'sse' }] }),
    /subjects\[0\]\.repeats is not a list/,
  ],
  'a repeat that is none': [
    JSON.stringify({ ...samples, subjects: [{ id: 'sse', repeats: [7] }] }),
    /subjects\[0\]\.repeats\[0\]\.repeat is not a number from 0 on/,
  ],
  'a negative count': [JSON.stringify(withRepeat({ deliveries: -1 })), /deliveries is not a number from 0 on/],
  'bytes that are no number': [
    JSON.stringify(withRepeat({ steadyBytes: 'many' })),
    /steadyBytes is neither null nor a number/,
  ],
  'a repeat without a plan': [JSON.stringify(withRepeat({ plan: 7 })), /plan is not a string/],
  'a column that is no list': [
    JSON.stringify(withRepeat({ samples: { ...repeat.samples, reader: 7 } })),
    /samples\.reader is not a list of numbers/,
  ],
  'a column with a hole': [
    JSON.stringify(withRepeat({ probes: { ...repeat.probes, latencyUs: [null] } })),
    /probes\.latencyUs is not a list of numbers/,
  ],
  'columns of different lengths': [
    JSON.stringify(withRepeat({ samples: { ...repeat.samples, atMs: [1] } })),
    /samples\.atMs has not the length of subjects\[0\]\.repeats\[0\]\.samples\.event/,
  ],
};

for (const [title, [content, sentence]] of Object.entries(refusals)) {
  test(`refuses ${title} in one sentence`, async () => {
    await writeFile(join(directory, 'samples.json'), content);
    await assert.rejects(
      readSamples(directory, samples.startedAt),
      (error: Error) => sentence.test(error.message) && !error.message.includes('\n'),
    );
  });
}

test('says what to do where a run has no samples', async () => {
  await assert.rejects(readSamples(join(directory, 'none'), ''), /There are no samples in .*; measure it again\.$/);
});
