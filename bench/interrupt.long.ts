// A run that is interrupted: one sentence, exit 130, and no process left behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const main = join(import.meta.dirname, 'main.ts');

/** Processes whose command line holds this text (Linux). */
const processesWith = (text: string): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    }).length;

test('Ctrl-C ends a run with exit 130, writes nothing and leaves nobody behind', async () => {
  const out = join(tmpdir(), `transport-lab-interrupted-${process.pid}`);
  // A group of its own, as a terminal gives it: the interrupt reaches all of it.
  const bench = spawn(process.execPath, [main, '--transports', 'sse', '--out', out], { detached: true });
  let said = '';
  bench.stderr.on('data', (part: Buffer) => (said += part.toString()));
  // Not before the processes are there and work: then the interrupt has something to end.
  while (!said.includes('sse (1 of 2)')) await once(bench.stderr, 'data');
  assert.ok(bench.pid);
  process.kill(-bench.pid, 'SIGINT');
  const [code] = (await once(bench, 'close')) as [number | null];
  assert.equal(code, 130);
  assert.match(said, /Interrupted; nothing was written\.\n$/);
  assert.deepEqual(readdirSync(out), []);
  rmSync(out, { recursive: true });
  if (process.platform === 'linux') assert.equal(processesWith(out), 0);
});
