// The real bench, as a page starts it: it says how far it is, and an interrupt reaches all its processes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RunProgress } from '../protocol/control.ts';
import { until } from '../testing/lab.ts';
import { BenchRun } from './bench-run.ts';

test('a run that is stopped while it measures leaves nothing behind', async (context) => {
  const told: RunProgress[] = [];
  const run = new BenchRun({
    resultsDirectory: fileURLToPath(new URL('../../results', import.meta.url)),
    onProgress: (progress) => told.push(progress),
  });
  context.after(() => run.kill());
  run.start(['sse']);
  await until(() => told.some((one) => one.status === 'running' && one.line.startsWith('1/3 ')), 'it measures', 20_000);
  run.stop();
  await until(() => run.progress === undefined, 'it has ended', 10_000);
  assert.deepEqual(told.at(-1), { status: 'failed', why: 'Interrupted; nothing was written.' });
});
