// A run that a page asks for, with a script in the place of the bench.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { RunProgress } from '../protocol/control.ts';
import { until } from '../testing/lab.ts';
import { BenchRun } from './bench-run.ts';
import { openBed } from './channel/bed.ts';

interface Bed {
  readonly run: BenchRun;
  readonly told: RunProgress[];
  readonly last: () => Promise<RunProgress>;
}

const resultsOf = async (context: TestContext): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'results-'));
  context.after(() => rm(root, { recursive: true }));
  return root;
};

const commandOf = (script: string, ...argv: readonly string[]): readonly string[] => [
  process.execPath,
  '-e',
  `const fs = require('node:fs'); const say = (line) => process.stderr.write(line); ${script}`,
  '--',
  ...argv,
];

const bed = async (context: TestContext, script: string, graceMs = 5000): Promise<Bed> => {
  const root = await resultsOf(context);
  const told: RunProgress[] = [];
  const run = new BenchRun({
    resultsDirectory: root,
    command: commandOf(script, root),
    onProgress: (progress) => told.push(progress),
    graceMs,
  });
  context.after(() => run.kill());
  const last = async (): Promise<RunProgress> => {
    await until(() => told.some(({ status }) => status !== 'running'), 'the run has ended');
    return told.at(-1) ?? assert.fail();
  };
  return { run, told, last };
};

/** The first argument is the folder of the results. */
const leaveResults = `fs.writeFileSync(process.argv[1] + '/latest.json', '{"directory":"new"}');`;

test('its lines are its progress, and its results are named when it ends', async (context) => {
  const { run, told, last } = await bed(
    context,
    `say('1/16 Getting ready, about 30 s left\\n2/16 Server-Sent Ev'); say('ents, about 28 s left\\nnoise\\n'); ${leaveResults}`,
  );
  const statuses = [run.progress?.status];
  run.start(['sse', 'websocket']);
  statuses.push(run.progress?.status);
  assert.deepEqual(await last(), { status: 'done', directory: 'new', exitCode: 0 });
  assert.deepEqual(told.slice(0, -1), [
    { status: 'running', line: 'The bench starts.', done: 0, of: 1 },
    { status: 'running', line: '1/16 Getting ready, about 30 s left', done: 0, of: 16 },
    { status: 'running', line: '2/16 Server-Sent Events, about 28 s left', done: 1, of: 16 },
  ]);
  assert.deepEqual([...statuses, run.progress], [undefined, 'running', undefined]);
});

test('it gets the transports', async (context) => {
  const { run, last } = await bed(context, `say(process.argv.slice(2).join(' ')); process.exitCode = 2;`);
  run.start(['sse', 'xmpp']);
  assert.deepEqual(await last(), { status: 'failed', why: '--transports sse,xmpp' });
});

for (const exitCode of [1, 3]) {
  test(`a run that ends with ${exitCode} has results as well`, async (context) => {
    const { run, last } = await bed(context, `${leaveResults} process.exitCode = ${exitCode};`);
    run.start(['sse']);
    assert.deepEqual(await last(), { status: 'done', directory: 'new', exitCode });
  });
}

test('a bench that crashes has failed with its last line, cut short', async (context) => {
  const { run, last } = await bed(context, `say('1/2 a\\n\\n' + 'x'.repeat(100000) + '\\n'); process.exitCode = 1;`);
  run.start(['sse']);
  assert.deepEqual(await last(), { status: 'failed', why: 'x'.repeat(500) });
});

test('a program that is not there has failed', async (context) => {
  const told: RunProgress[] = [];
  const onProgress = (progress: RunProgress): void => void told.push(progress);
  const command = [join(tmpdir(), 'no-such-program')];
  new BenchRun({ resultsDirectory: await resultsOf(context), command, onProgress }).start(['sse']);
  await until(() => told.at(-1)?.status === 'failed', 'it has failed');
});

test('a second run is refused while one is going on', async (context) => {
  const { run, last } = await bed(context, `setInterval(() => {}, 1000);`);
  run.start(['sse']);
  assert.throws(() => run.start(['sse']), { code: 'LAB_SERVER_BUSY' });
  run.kill();
  assert.deepEqual(await last(), { status: 'failed', why: 'The bench ended without a word.' });
  run.start(['sse']);
});

const untilReady = (told: readonly RunProgress[]): Promise<void> =>
  until(() => told.some((one) => one.status === 'running' && one.line.startsWith('1/1')), 'it is ready');

test('a run that is stopped is interrupted, with all its processes', async (context) => {
  const { run, told, last } = await bed(
    context,
    `const child = require('node:child_process').spawn(process.execPath, ['-e', \`
       process.on('SIGINT', () => { process.stderr.write('the child too\\\\n'); process.exit(0); });
       process.stderr.write('1/1 ready\\\\n'); setInterval(() => {}, 1000);\`], { stdio: 'inherit' });
     process.on('SIGINT', () => {}); child.on('exit', () => process.exit(130));`,
  );
  run.start(['sse']);
  await untilReady(told);
  run.stop();
  run.stop();
  assert.deepEqual(await last(), { status: 'failed', why: 'the child too' });
});

test('a run that does not end when it is stopped is killed', async (context) => {
  const { run, told, last } = await bed(
    context,
    `process.on('SIGINT', () => say('no\\n')); say('1/1 ready\\n'); setInterval(() => {}, 1000);`,
    50,
  );
  run.start(['sse']);
  await untilReady(told);
  run.stop();
  assert.equal((await last()).status, 'failed');
});

test('every page is told of a run, one that comes later as well, and a drain ends it', async (context) => {
  const { lab, open } = await openBed(context, {
    resultsDirectory: await resultsOf(context),
    benchCommand: commandOf(`say('1/1 ready\\n'); setInterval(() => {}, 1000);`),
  });
  const page = await open();
  assert.deepEqual(await page.ask({ do: 'run', transports: ['sse'] }), { ok: {} });
  assert.equal(await page.refusal({ do: 'run', transports: ['sse'] }), 'LAB_SERVER_BUSY');
  const ready = { status: 'running', line: '1/1 ready', done: 0, of: 1 } as const;
  await until(() => page.runs.length === 2, 'the run is ready');
  assert.deepEqual(page.runs.at(-1), ready);
  const late = await open();
  await until(() => late.runs.length === 1, 'the page that came later knows');
  assert.deepEqual(late.runs, [ready]);
  await page.ask({ do: 'stop-run' });
  await until(() => late.runs.at(-1)?.status === 'failed', 'the run has been stopped');
  await page.ask({ do: 'run', transports: ['sse'] });
  await lab.drain();
});

test('a server without a folder of results runs no bench', async (context) => {
  const page = await (await openBed(context)).open();
  assert.equal(await page.refusal({ do: 'run', transports: ['sse'] }), 'LAB_PARAMETER_INVALID');
});
