// Tests of command.ts and options.ts: two folders, what is printed of them, and how it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writeSamples } from '../report/samples-file.ts';
import { writeRun } from '../report/write.ts';
import { plantLatency } from './calibration.ts';
import { runCompareCommand, type CommandAnswer } from './command.ts';
import { exampleReadRun, type Example } from './fixture.ts';
import type { CompareCommand } from './options.ts';

let results = '';

before(async () => {
  results = await mkdtemp(join(tmpdir(), 'lab-compare-'));
  const write = async (name: string, example: Example): Promise<void> => {
    const { run, samples } = exampleReadRun(example);
    await writeRun(run, join(results, name));
    await writeSamples(samples, join(results, name));
  };
  await write('one', {});
  await write('two', { noiseSeed: 2, change: plantLatency(0.05) });
  await writeRun(exampleReadRun().run, join(results, 'old'));
  await writeFile(join(results, 'latest.json'), JSON.stringify({ directory: 'two' }));
  await writeFile(join(results, 'budget.txt'), '# at most\nsse.mean ratio < 1.10\n');
});

after(() => rm(results, { recursive: true, force: true }));

const run = (command: CompareCommand, ...argv: readonly string[]): Promise<CommandAnswer> =>
  runCompareCommand(command, argv, { resultsDirectory: results });

test('compares two folders by name, and the newest by the word latest', async () => {
  const { text, exitCode } = await run('compare', 'one', 'latest');
  assert.match(text, /^A is one, B is latest\.$/m);
  assert.match(text, /^S sse .* slower$/m);
  assert.equal(exitCode, 0);
});

test('--json is the comparison and what was expected of it, and nothing else', async () => {
  const { text } = await run('compare', 'one', 'two', '--json', '--expect', 'sse.mean ratio<1.01');
  const { a, b, isPaired, rows, expectations } = JSON.parse(text) as Record<string, unknown>;
  assert.deepEqual([a, b, isPaired], ['one', 'two', true]);
  assert.ok(Array.isArray(rows) && Array.isArray(expectations));
  assert.equal((expectations as readonly { outcome: string }[])[0]?.outcome, 'not held');
});

test('an expectation that is not met ends with 1, from the line or from a file', async () => {
  assert.equal((await run('compare', 'one', 'two', '--expect', 'sse.mean ratio<1.01')).exitCode, 1);
  const held = await run('compare', 'one', 'two', '--expect-file', join(results, 'budget.txt'));
  assert.equal(held.exitCode, 0);
  assert.match(held.text, /✓ held: sse\.mean ratio < 1\.10 \(1\.0\d\)\n$/);
});

test('figures without a ratio are those of B', async () => {
  assert.equal((await run('compare', 'one', 'two', '--expect', '*.lost == 0')).exitCode, 0);
});

test('a run that is already measured is checked without its samples', async () => {
  const { text, exitCode } = await run('check', 'old', '--expect', 'sse.p50<60', '--expect', 'sse.p50<1');
  assert.match(text, /^✓ held: sse\.p50<60 .*\n✗ not held: sse\.p50<1 /);
  assert.equal(exitCode, 1);
});

const refusals: Readonly<
  Record<string, readonly [command: CompareCommand, argv: readonly string[], sentence: RegExp]>
> = {
  'one folder alone': ['compare', ['one'], /^npm run bench -- compare A B names two folders, not 1\.$/],
  'a folder that is not there': ['compare', ['one', 'three'], /There is no directory "three"/],
  'a run without samples': ['compare', ['one', 'old'], /There are no samples in .*old.*measure it again\.$/],
  'an option of another command': [
    'compare',
    ['one', 'two', '--rate', '1'],
    /knows --expect, --expect-file and --json\.$/,
  ],
  'a check of nothing': ['check', ['one'], /has nothing to check: name an expectation/],
  'a file that is not there': [
    'check',
    ['one', '--expect-file', 'nowhere.txt'],
    /^--expect-file nowhere\.txt cannot be read\.$/,
  ],
  'a ratio of one run': [
    'check',
    ['one', '--expect', 'sse.mean ratio<1'],
    /only "npm run bench -- compare A B" has two/,
  ],
};

for (const [title, [command, argv, sentence]] of Object.entries(refusals)) {
  test(`refuses ${title} in one sentence`, async () => {
    await assert.rejects(
      run(command, ...argv),
      (error: Error) => sentence.test(error.message) && !error.message.includes('\n'),
    );
  });
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const start = (...argv: readonly string[]): ReturnType<typeof spawnSync> =>
  spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8' });

test('the bench compares, and says why it does not', () => {
  const found = start('compare', join(results, 'one'), join(results, 'two'));
  assert.deepEqual([found.status, found.stderr], [0, '']);
  const refused = start('compare', join(results, 'one'));
  assert.deepEqual([refused.status, refused.stdout], [2, '']);
});

test('a typo in an expectation is refused before anything is measured', () => {
  const { status, stdout, stderr } = start('--transports', 'sse', '--expect', 'see.p99<60');
  assert.deepEqual([status, stdout], [2, '']);
  assert.equal(stderr, '"see.p99<60" names "see", which is not in this run; there are sse, *, floor.\n');
});
