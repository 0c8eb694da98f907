// A whole run with a peer: the lab's xmpp and a real Prosody, measured side by side.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { FanOutRow, PeerResult, RunResult } from '../report/result.ts';
import { refuseWithoutProsody, startProsody } from './prosody.ts';

const main = join(import.meta.dirname, '../main.ts');
const out = mkdtempSync(join(tmpdir(), 'transport-lab-peer-run-'));
after(() => rmSync(out, { recursive: true, force: true }));
// A missing Prosody fails every test here with the sentence that helps.
before(() => refuseWithoutProsody());

/** Folders and processes of a Prosody that the bench started. */
const leftBehind = (): readonly string[] => [
  ...readdirSync(tmpdir()).filter((name) => name.startsWith('transport-lab-prosody-')),
  ...readdirSync('/proc').filter((id) => /^\d+$/.test(id) && commandOf(id).includes('transport-lab-prosody-')),
];

const commandOf = (id: string): string => {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

const checkPeer = (peer: PeerResult): void => {
  assert.match(peer.title, /^Prosody \d+\.\d+\.\d+ PubSub$/);
  assert.equal(peer.delivered, peer.published);
  assert.ok(peer.delivered > 0);
  assert.deepEqual([peer.lost, peer.duplicated, peer.outOfOrder, peer.reconnects], [0, 0, 0, 0]);
  assert.ok((peer.bytes.perDelivery ?? 0) > 1000);
  assert.ok(peer.serverCpuMs > 0 && peer.serverRssBytes > 1e6);
};

const checkRow = ({ paced, burst, missing, surplus }: FanOutRow): void => {
  assert.ok(paced.serverCpuMsPerDelivery > 0 && burst.serverCpuMsPerDelivery > 0 && burst.eventsPerSecond > 0);
  assert.deepEqual([missing, surplus], [0, 0]);
};

test('`--peer prosody` measures Prosody in the same run, loses nothing and compares the fan-out', () => {
  const options = ['--peer', 'prosody', '--transports', 'xmpp', '--quick', '--clients', '20', '--out', out];
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...options], { encoding: 'utf8' });
  assert.equal(status, 0, stderr.slice(-2000));
  const run = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as RunResult;
  assert.equal(run.peers?.length, 1);
  for (const peer of run.peers) checkPeer(peer);
  assert.deepEqual(
    run.fanOut?.rows.map(({ id }) => id),
    ['xmpp', 'prosody'],
  );
  for (const row of run.fanOut.rows) checkRow(row);
  assert.match(stdout, /R Prosody \S+ \(peer\)/);
  assert.match(stdout.replaceAll('\n', ' '), /At 200 subscribers xmpp took .*: the aim of half is (met|missed)\./);
  assert.deepEqual(leftBehind(), []);
});

test('Ctrl-C while a peer is measured leaves neither its process nor its folder behind', async () => {
  const options = ['--peer', 'prosody', '--transports', 'xmpp', '--quick', '--clients', '5'];
  const bench = spawn(process.execPath, [main, ...options], { detached: true });
  let said = '';
  bench.stderr.on('data', (part: Buffer) => (said += part.toString()));
  while (!said.includes('prosody,')) await once(bench.stderr, 'data');
  while (leftBehind().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(bench.pid);
  process.kill(-bench.pid, 'SIGINT');
  const [code] = (await once(bench, 'close')) as [number | null];
  assert.equal(code, 130);
  assert.deepEqual(leftBehind(), []);
});

test('a Prosody that is stopped is gone, and stopping again does nothing', async () => {
  const prosody = await startProsody({ host: '127.0.0.1', accounts: [{ id: '1001001', password: 'secret' }] });
  assert.equal((await fetch(prosody.url.href.replace(/^ws/, 'http'))).status, 200);
  assert.ok(prosody.usage().rssBytes > 1e6);
  await prosody.stop();
  await prosody.stop();
  assert.throws(() => prosody.usage(), /Prosody ended while it was measured/);
  assert.deepEqual(leftBehind(), []);
});
