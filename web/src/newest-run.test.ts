// What the page makes of the results it finds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleRun } from '../../bench/report/fixture.ts';
import { readNewestRun } from './newest-run.ts';

const serve =
  (files: Readonly<Record<string, unknown>>) =>
  async (path: string): Promise<unknown> => {
    if (!(path in files)) throw new Error(`${path} is answered with 404`);
    return structuredClone(files[path]);
  };

test('reads the run that latest.json names', async () => {
  const run = exampleRun();
  const found = await readNewestRun(
    serve({ '/results/latest.json': { directory: 'a-desktops' }, '/results/a-desktops/run.json': run }),
  );
  assert.deepEqual(found, { kind: 'run', directory: 'a-desktops', run });
});

test('says that there is no run yet', async () => {
  assert.deepEqual(await readNewestRun(serve({ '/results/latest.json': { directory: null } })), { kind: 'none' });
});

test('does not draw a run of another schema', async () => {
  const run = { ...exampleRun(), schemaVersion: 99 };
  const found = await readNewestRun(serve({ '/results/latest.json': { directory: 'a' }, '/results/a/run.json': run }));
  assert.equal(found.kind, 'unreadable');
  assert.match(found.kind === 'unreadable' ? found.why : '', /schema 99, this page reads 1/);
});

test('says what is missing, and leaves the results folder for nobody', async () => {
  const found = await readNewestRun(serve({ '/results/latest.json': { directory: '../../etc' } }));
  assert.deepEqual(found, {
    kind: 'unreadable',
    directory: '../../etc',
    why: '/results/..%2F..%2Fetc/run.json is answered with 404.',
  });
});
