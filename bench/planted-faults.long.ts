// Faults planted in the real harness: each is a change of one place in a copy of it, and a run of the copy has to say so.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunResult } from './report/result.ts';

/** One place, and what it is changed to. */
interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}
/** A fault, and what a run says of it. */
interface Planted {
  readonly transports: string;
  readonly changes: readonly Change[];
  /** Rows that are false, by name; or that the run is void. */
  readonly says: RegExp;
  readonly exitCode: 1 | 3;
}

const planted: Readonly<Record<string, Planted>> = {
  'a timer that drifts by one percent': {
    transports: 'short-poll',
    changes: [
      {
        file: 'clients/poll.ts',
        from: 'Math.round(pollIntervalMs * 1e6)',
        to: 'Math.round(pollIntervalMs * 1.01e6)',
      },
    ],
    says: /off its own wait/,
    exitCode: 1,
  },
  'one empty answer in ten that nobody counts': {
    transports: 'short-poll',
    changes: [
      {
        file: 'bench/measure/recorder.ts',
        from: 'this.#answer(arrival.receivedAtNs, true);',
        to: 'if (arrival.receivedAtNs % 10n !== 0n) this.#answer(arrival.receivedAtNs, true);',
      },
    ],
    says: /an answer a request/,
    exitCode: 1,
  },
  'a correction for omission on top of intended times': {
    transports: 'keep-alive',
    changes: [
      {
        file: 'bench/measure/recorder.ts',
        from: 'this.#latencySequences.push(sequence);',
        to: `for (let rest = Number(receivedAtNs - publishedAtNs) - 1e8; rest > 0; rest -= 1e8) {
      this.#latencySequences.push(sequence);
      this.#latencies.push(rest);
      this.#seconds.push(0);
    }
    this.#latencySequences.push(sequence);`,
      },
    ],
    says: /one sample an event/,
    exitCode: 1,
  },
  'bytes of the payload alone': {
    transports: 'websocket',
    changes: [
      {
        file: 'bench/measure/kernel-counters.ts',
        from: "bytes: read(netstat, 'IpExt:OutOctets'),",
        to: "bytes: read(netstat, 'IpExt:OutOctets') - 52 * read(snmp, 'Ip:OutRequests'),",
      },
    ],
    says: /ledger = kernel/,
    exitCode: 1,
  },
  'a publisher in step with the polls': {
    transports: 'short-poll',
    changes: [
      {
        file: 'bench/run/plan.ts',
        from: 'atMs: from + random.next() * lengthMs,',
        to: 'atMs: from + Math.floor((random.next() * lengthMs) / 500) * 500 + 100,',
      },
      {
        file: 'bench/run/plan.ts',
        from: '() => random.next() * pollIntervalMs',
        to: '() => 350',
      },
    ],
    says: /(mean = T\/2|p90 = 0.9 T) \+ transit/,
    exitCode: 1,
  },
  'each entry twice on the wire': {
    transports: 'websocket',
    changes: [
      {
        file: 'servers/transports/websocket.ts',
        from: '? raw.write(frameBytes(first))',
        to: '? raw.write(frameBytes(first)) && raw.write(frameBytes(first))',
      },
    ],
    says: /repeated \d{2,}/,
    exitCode: 1,
  },
  'a relay that skips the round trip of a handshake': {
    transports: 'http10',
    changes: [{ file: 'bench/run/relay-process.ts', from: 'firstExtraMs: rttMs,', to: 'firstExtraMs: 0,' }],
    says: /request time = 2 RTT.*|off its own wait/,
    exitCode: 1,
  },
  'a load generator that stands still': {
    transports: 'sse',
    changes: [
      {
        file: 'bench/run/client-process.ts',
        from: '    beginning.resolve();',
        to: `    setTimeout(() => {
      for (const until = performance.now() + 400; performance.now() < until; );
    }, 2500);
    beginning.resolve();`,
      },
    ],
    says: /void.*stood still for (39|4\d)\d ms/,
    exitCode: 3,
  },
  'a relay with a shorter way': {
    transports: 'keep-alive',
    changes: [
      {
        file: 'bench/run/relay-process.ts',
        from: "      port: await relay('127.0.0.1', target.port, target, true),",
        to: "      port: await relay('127.0.0.1', target.port, { ...target, rttMs: target.rttMs - 10 }, true),",
      },
    ],
    says: /request time = RTT|off its own wait/,
    exitCode: 1,
  },
};

const root = join(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'transport-lab-planted-'));
after(() => rmSync(copy, { recursive: true, force: true }));

for (const folder of ['servers', 'clients', 'bench', 'web', 'package.json']) {
  cpSync(join(root, folder), join(copy, folder), { recursive: true });
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
// Whether bytes can be counted at all is asked of the original, once.
const hasNamespace = ((): boolean => {
  try {
    execFileSync('unshare', ['--user', '--map-root-user', '--net', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Makes the change, and gives back how to undo it. */
const change = ({ file, from, to }: Change): (() => void) => {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  assert.equal(text.split(from).length, 2, `${file} has to hold it once: ${from}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  return () => writeFileSync(path, text);
};

const run = (transports: string): { readonly status: number | null; readonly said: string } => {
  const out = join(copy, 'out');
  rmSync(out, { recursive: true, force: true });
  const options = ['--transports', transports, '--repeats', '1', '--out', out];
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'bench/main.ts'), ...options], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, TRANSPORT_LAB_NAMESPACE: '' },
  });
  return { status, said: stderr };
};

const needsCounters = ['bytes of the payload alone'];

for (const [name, { transports, changes, says, exitCode }] of Object.entries(planted)) {
  const skip = needsCounters.includes(name) && !hasNamespace ? 'no private namespace here, so no counters' : false;
  test(`${name} is told`, { skip }, () => {
    const undo = changes.map(change);
    try {
      const { status, said } = run(transports);
      assert.match(said.split('\n').at(-2) ?? '', says);
      // On a busy machine the run may be void on top of it; that it is fine it must not say.
      assert.ok(status === exitCode || status === 3, `exit ${status}\n${said}`);
    } finally {
      for (const back of undo.toReversed()) back();
    }
  });
}

test('the copy itself is sound: without a fault nothing of the kind is said', () => {
  const { said } = run('http10');
  const runPath = join(copy, 'out', 'run.json');
  const { transports } = JSON.parse(readFileSync(runPath, 'utf8')) as RunResult;
  const red = transports.flatMap(({ model }) => model.filter(({ ok }) => ok === false));
  assert.deepEqual(red, [], said);
});
