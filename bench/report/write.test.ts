// Tests of what a run leaves on disk, and of drawing it again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { exampleRun } from './fixture.ts';
import { writeReport, writeRun } from './write.ts';
import { writeWhole } from './write-whole.ts';

const directory = await mkdtemp(join(tmpdir(), 'write-'));
after(() => rm(directory, { recursive: true }));

const again = (...args: readonly string[]) =>
  spawnSync(process.execPath, [fileURLToPath(new URL('../report-again.ts', import.meta.url)), ...args], {
    encoding: 'utf8',
  });

const chartIds = ['bytes', 'capacity', 'cpu', 'empty', 'latency', 'ledger-share', 'ledger', 'requests'];

const listed = async (path: string): Promise<readonly string[]> =>
  (await readdir(path, { recursive: true })).toSorted();

test('a run leaves run.json, summary.md, report.html and its charts, and nothing unfinished', async () => {
  const path = join(directory, 'run');
  await writeRun(exampleRun(), path);
  const names = await writeReport(exampleRun(), path);
  const charts = chartIds.map((id) => `charts/${id}.png`);
  assert.deepEqual(await listed(path), ['charts', ...charts, 'report.html', 'run.json', 'summary.md']);
  assert.deepEqual([...names].toSorted(), [...charts, 'report.html', 'summary.md']);
});

test('writing a report leaves NODE_ENV as it was', () => {
  assert.equal(process.env['NODE_ENV'], undefined);
});

test('a run drawn again from its directory comes out the same', async () => {
  const path = join(directory, 'again');
  await writeRun(exampleRun(), path);
  await writeReport(exampleRun(), path);
  const before = await readFile(join(path, 'report.html'), 'utf8');
  await rm(join(path, 'charts'), { recursive: true });
  const { status, stdout, stderr } = again(path);
  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(stdout.trim().split('\n').length, chartIds.length + 2);
  assert.equal(await readFile(join(path, 'report.html'), 'utf8'), before);
  assert.equal((await readdir(join(path, 'charts'))).length, chartIds.length);
});

test('a wrong directory is refused in one sentence with exit code 2', () => {
  for (const args of [['no-such-run'], [directory], ['one', 'two']]) {
    const { status, stdout, stderr } = again(...args);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^[A-Z][^\n]*\.\n$/);
  }
});

test('a file that cannot be written whole is not written at all', async () => {
  const path = await mkdtemp(join(directory, 'whole-'));
  await writeFile(join(path, 'kept.json'), 'old');
  await writeWhole(join(path, 'kept.json'), 'new');
  assert.equal(await readFile(join(path, 'kept.json'), 'utf8'), 'new');
  await assert.rejects(writeWhole(path, 'a directory is no file'));
  assert.deepEqual(await readdir(path), ['kept.json']);
  assert.deepEqual(
    (await readdir(directory)).filter((name) => name.endsWith('.tmp')),
    [],
  );
});
