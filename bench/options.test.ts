// Tests of options.ts: its claims, in the order of the file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { transportIds } from '../servers/protocol/catalog.ts';
import { readBenchOptions } from './options.ts';

test('without options it is the default workload over all seven', () => {
  const { workload } = readBenchOptions([]);
  assert.deepEqual(
    { ...workload, transports: workload.transports.length },
    {
      name: 'desktops',
      kind: 'desktops',
      transports: 7,
      ratePerSecond: 2,
      clients: 100,
      payloadBytes: 200,
      pollIntervalMs: 500,
      holdSeconds: 25,
      rttMs: 80,
      warmUpSeconds: 1,
      durationSeconds: 4,
      repeats: 2,
      seed: 1,
      headers: 'browser',
    },
  );
});

test('--quick is one repeat of 1.5 s, and single options still win', () => {
  const { workload } = readBenchOptions(['--quick', '--duration', '2']);
  assert.deepEqual([workload.durationSeconds, workload.repeats], [2, 1]);
});

test('--transports all is every registered transport', () => {
  assert.deepEqual(readBenchOptions(['--transports', 'all']).workload.transports, transportIds);
});

test('a peer is measured when it is asked for', () => {
  assert.deepEqual(readBenchOptions([]).peers, []);
  assert.deepEqual(readBenchOptions(['--peer', 'prosody']).peers, ['prosody']);
});

test('expectations may be repeated, and are text until the run is known', () => {
  const { expect, expectFile } = readBenchOptions(['--expect', 'sse.p99<60', '--expect', '*.lost == 0']);
  assert.deepEqual([expect, expectFile], [['sse.p99<60', '*.lost == 0'], null]);
  assert.equal(readBenchOptions(['--expect-file', 'budget.txt']).expectFile, 'budget.txt');
});

const refusals: Readonly<Record<string, readonly [argv: readonly string[], sentence: RegExp]>> = {
  'an unknown option': [['--speed', '9'], /^Unknown option '--speed'; see --help\.$/],
  'a word that belongs to no option': [['fast'], /fast/],
  'an unknown transport': [['--transports', 'sse,carrier-pigeon'], /"carrier-pigeon"; there are http10/],
  'an unknown workload': [['--workload', 'x'], /--workload is "x"; it has to be one of desktops, wallboard/],
  'a rate that is no number': [['--rate', 'fast'], /--rate is "fast"; it has to be a number from 0.01 to 10000/],
  'a negative duration': [['--duration=-1'], /--duration is "-1"/],
  'half a client': [['--clients', '1.5'], /--clients is "1.5"; it has to be a whole number/],
  'polls that would overlap': [['--poll-interval', '100'], /polls would overlap/],
  'more samples than fit': [['--clients', '5000', '--rate', '1000', '--workload', 'wallboard'], /at most 5000000/],
  'no event at all': [['--rate', '0.01', '--clients', '1', '--duration', '0.5'], /publishes no event/],
  'a name that every object has': [['--workload', 'constructor'], /--workload is "constructor"/],
  'a round trip at the edge of the delayed acknowledgement': [['--rtt', '40'], /delayed acknowledgement/],
  'another host': [['--url', 'http://example.com'], /another host is not ours to load/],
  'a study': [['--study', 'idle'], /no studies yet/],
  'a freeze that leaves nothing': [['--freeze', '4000'], /--freeze 4000 leaves too little of --duration 4/],
  'a certificate without its key': [['--tls-cert', 'a.pem'], /belong together/],
  'a peer over TLS': [['--peer', 'prosody', '--tls'], /measured without TLS/],
  'a peer that would be frozen': [['--peer', 'prosody', '--freeze', '1000'], /not ours to stop/],
  'an unknown peer': [['--peer', 'ejabberd'], /--peer is "ejabberd"; the only peer that can be measured is prosody\.$/],
  'unknown headers': [['--headers', 'none'], /browser or minimal/],
};

for (const [title, [argv, sentence]] of Object.entries(refusals)) {
  test(`refuses ${title} in one sentence`, () => {
    assert.throws(
      () => readBenchOptions(argv),
      (error: Error) => sentence.test(error.message) && !error.message.includes('\n'),
    );
  });
}

test('the command exits with 2 and prints that one sentence on stderr', () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, '--rtt', 'x'], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /^--rtt is "x"; it has to be a number from 0 to 2000\.\n$/);
});

test(
  'a peer that is not installed is refused before anything is measured',
  { skip: process.platform !== 'linux' },
  () => {
    const main = fileURLToPath(new URL('main.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [main, '--peer', 'prosody'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: '/nowhere' },
    });
    assert.equal(status, 2);
    assert.match(stderr, /^--peer prosody needs Prosody, which is not installed here; .*apt-get install prosody\.\n$/);
  },
);
