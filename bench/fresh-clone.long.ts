// The README's first block, as a newcomer runs it: in a fresh clone, with nothing installed.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunResult } from './report/result.ts';

const root = join(import.meta.dirname, '..');
const clone = mkdtempSync(join(tmpdir(), 'transport-lab-clone-'));
after(() => rmSync(clone, { recursive: true, force: true }));

/** The environment of a newcomer: no node_modules/.bin of this checkout in the path, no variable of an npm script. */
const plainEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_TEST/.test(name))),
  PATH: (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':'),
});

test('`npm ci && npm run bench` measures all seven, loses nothing, and writes the whole report', () => {
  const block = /```sh\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';
  execFileSync('git', ['clone', '--quiet', root, clone]);
  const { status, stdout, stderr } = spawnSync('bash', ['-c', block], {
    cwd: clone,
    encoding: 'utf8',
    env: plainEnvironment(),
    timeout: 540_000,
  });
  const results = join(clone, 'results');
  // Whether each prediction holds depends on what else the machine does; that the run is whole does not.
  assert.ok([0, 1, 3].includes(status ?? -1), `exit ${status}\n${stderr.slice(-2000)}`);
  const { directory } = JSON.parse(readFileSync(join(results, 'latest.json'), 'utf8')) as {
    readonly directory: string;
  };
  const run = JSON.parse(readFileSync(join(results, directory, 'run.json'), 'utf8')) as RunResult;
  assert.match(run.environment.node, /^v26\./);
  assert.equal(run.transports.length, 7);
  for (const { id, lost, duplicated, outOfOrder, delivered, published, missed } of run.transports) {
    assert.deepEqual({ id, lost, duplicated, outOfOrder }, { id, lost: 0, duplicated: 0, outOfOrder: 0 });
    assert.ok(published - delivered <= missed, `${id} delivered ${delivered} of ${published}`);
  }
  assert.match(stdout, /HTTP\/1\.0 style .*\n.*Keep-alive .*\n.*Short poll .*\n.*Long poll /);
  for (const file of ['summary.md', 'report.html', 'charts/latency.png', 'charts/bytes.png', 'charts/empty.png']) {
    assert.ok(readFileSync(join(results, directory, file)).byteLength > 1000, file);
  }
});
