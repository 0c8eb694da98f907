// What the page makes of the results it finds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleRun } from '../../../bench/report/fixture.ts';
import { reportWords } from '../../../bench/report/words.ts';
import { pathOf, readIndex, readRun, type GetText } from './results.ts';

const serve =
  (files: Readonly<Record<string, string>>): GetText =>
  async (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`There is no ${path}.`);
    return text;
  };

test('reads a run that is whole', async () => {
  const run = exampleRun();
  const found = await readRun(
    'a-desktops',
    reportWords,
    serve({ '/results/a-desktops/run.json': JSON.stringify(run) }),
  );
  assert.deepEqual(found, JSON.parse(JSON.stringify(run)));
});

test('refuses what is no run in one sentence that names the file', async () => {
  const texts = {
    '/results/a/run.json': '{',
    '/results/b/run.json': '{"schemaVersion":99}',
    '/results/c/run.json': 'null',
  };
  await assert.rejects(readRun('a', reportWords, serve(texts)), /^LabError: "\/results\/a\/run.json" is not JSON\.$/);
  await assert.rejects(readRun('b', reportWords, serve(texts)), /schemaVersion 99, and this lab reads 1/);
  await assert.rejects(readRun('c', reportWords, serve(texts)), /schemaVersion none/);
  await assert.rejects(readRun('d', reportWords, serve(texts)), /There is no \/results\/d\/run.json\./);
});

test('never leaves the folder of the results', () => {
  assert.equal(pathOf('../../etc', 'run.json'), '/results/..%2F..%2Fetc/run.json');
});

test('reads the list, and refuses what is none', async () => {
  const runs = [{ directory: 'a', why: 'There is no run.json.' }];
  assert.deepEqual(await readIndex(serve({ '/results/index.json': JSON.stringify({ runs }) })), { runs });
  await assert.rejects(readIndex(serve({ '/results/index.json': 'null' })));
});
