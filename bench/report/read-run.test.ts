// Tests of reading a run: what is refused is refused in one sentence that names what is wrong.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { LabError } from '../../servers/protocol/errors.ts';
import { frozenRun } from './fixture-freeze.ts';
import { olderRun } from './fixture-older.ts';
import { exampleFanOut, examplePeer } from './fixture-peer.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import { findRunDirectory, readRun } from './read-run.ts';
import type { RunResult } from './result.ts';
import { writeRun } from './write.ts';

const directory = await mkdtemp(join(tmpdir(), 'read-run-'));
after(() => rm(directory, { recursive: true }));

const refused = async (reading: Promise<unknown>, sentence: RegExp): Promise<void> => {
  await assert.rejects(reading, (error: unknown) => {
    assert.ok(error instanceof LabError);
    assert.equal(error.code, 'LAB_PARAMETER_INVALID');
    assert.match(error.message, sentence);
    assert.match(error.message, /^[A-Z"].*\.$/);
    return true;
  });
};

const written = async (content: unknown): Promise<string> => {
  const path = await mkdtemp(join(directory, 'run-'));
  await writeFile(join(path, 'run.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

test('what was written is read back the same', async () => {
  const path = join(directory, 'whole');
  await writeRun(exampleRun(), path);
  assert.deepEqual(await readRun(path), JSON.parse(JSON.stringify(exampleRun())));
});

test('a directory without a run is refused', () => refused(readRun(directory), /run\.json is missing/));

test('what is not JSON is refused', async () => refused(readRun(await written('{"schemaVersion": 1,')), /is not JSON/));

test('another schema version is refused with both versions', async () => {
  await refused(
    readRun(await written({ ...exampleRun(), schemaVersion: 2 })),
    /has schemaVersion 2, and this lab reads 1/,
  );
  await refused(readRun(await written({})), /has schemaVersion none/);
  await refused(readRun(await written('null')), /has schemaVersion none/);
});

test('a broken run is refused with the place of the first fault', async () => {
  const run = exampleRun();
  const [first] = run.transports;
  assert.ok(first);
  const broken: readonly (readonly [content: unknown, sentence: RegExp])[] = [
    [{ ...run, environment: undefined }, /environment is not an object/],
    [{ ...run, peers: {} }, /peers is not a list/],
    [{ ...run, peers: [{ ...examplePeer(), id: 'xmpp' }] }, /peers\[0\]\.id names no peer of this lab/],
    [{ ...run, fanOut: { ...exampleFanOut(), rows: [{}] } }, /fanOut\.rows\[0\]\.id is not a string/],
    [{ ...run, transports: {} }, /transports is not a list/],
    [{ ...run, void: {} }, /void\.reason is not a string/],
    [{ ...run, floor: 1 }, /floor is not an object/],
    [{ ...run, floor: { ...run.floor, curve: null } }, /floor\.curve is not a list/],
    [
      { ...run, workload: { ...run.workload, transports: ['pigeon'] } },
      /workload\.transports\[0\] names no transport of this lab/,
    ],
    [{ ...run, transports: [first, { ...first, id: 'pigeon' }] }, /transports\[1\]\.id names no transport of this lab/],
    [
      { ...run, transports: [{ ...first, bytes: { ...first.bytes, steady: '9' } }] },
      /transports\[0\]\.bytes\.steady is not a number/,
    ],
    [
      { ...run, transports: [{ ...first, latencyMs: { ...first.latencyMs, n: null } }] },
      /latencyMs\.n is not a number/,
    ],
    [
      { ...run, transports: [{ ...first, model: [{ name: 'x' }] }] },
      /transports\[0\]\.model\[0\]\.predicted is not a number/,
    ],
    [
      { ...run, transports: [{ ...first, ledger: { ...first.ledger, derived: ['ether'] } }] },
      /transports\[0\]\.ledger\.derived\[0\] names no layer of the ledger/,
    ],
    [
      { ...run, transports: [{ ...first, ledger: { ...first.ledger, whole: { layers: {} } } }] },
      /transports\[0\]\.ledger\.whole\.layers\.payload is not a number/,
    ],
    [
      { ...run, transports: [{ ...first, freeze: { frozenMs: 1, figures: [{ name: 'p50', computedMs: 1 }] } }] },
      /transports\[0\]\.freeze\.figures\[0\]\.measuredMs is not a number/,
    ],
    [{ ...run, environment: { ...run.environment, governor: 7 } }, /environment\.governor is not a string/],
    [{ ...run, environment: { ...run.environment, cgroup: {} } }, /environment\.cgroup\.cores is not a number/],
    [{ ...run, environment: { ...run.environment, loadAverageAfter: 1 } }, /loadAverageAfter is not a list/],
    [{ ...run, workload: { ...run.workload, isTls: 'yes' } }, /workload\.isTls is not a boolean/],
    [{ ...run, capacity: [{ id: 'sse' }] }, /capacity\[0\]\.answersPerSecond is not a number/],
  ];
  for (const [content, sentence] of broken) await refused(readRun(await written(content)), sentence);
});

test('every valid variant passes the light check', async () => {
  const variants: readonly RunResult[] = [
    exampleRun({ floor: null, void: { reason: 'busy' }, capacity: [] }),
    exampleRun({ peers: [examplePeer()], fanOut: exampleFanOut() }),
    exampleRun({ peers: [examplePeer({ version: null })], fanOut: null }),
    exampleRun({ transports: [exampleTransport('sse', undefined, { model: [], serverCpuMsPerDelivery: null })] }),
    olderRun(),
    frozenRun(),
    exampleRun({ environment: { ...exampleRun().environment, governor: null } }),
  ];
  for (const run of variants) assert.ok(await readRun(await written(run)));
});

test('a run is found by its path, by its name among the results, or as the newest', async () => {
  const results = join(directory, 'results');
  await mkdir(join(results, 'some-run'), { recursive: true });
  await writeFile(join(results, 'latest.json'), '{"directory":"some-run"}');
  const wanted = join(results, 'some-run');
  assert.equal(await findRunDirectory(results, wanted), wanted);
  assert.equal(await findRunDirectory(results, 'some-run'), wanted);
  assert.equal(await findRunDirectory(results), wanted);
  await refused(findRunDirectory(results, 'no-run'), /There is no directory "no-run"/);
});

test('a latest.json that is missing, broken or points elsewhere is refused', async () => {
  const results = await mkdtemp(join(directory, 'latest-'));
  await refused(findRunDirectory(results), /No run has been made yet/);
  for (const content of ['[', '{}', '{"directory":"../../etc"}', '{"directory":".."}', '{"directory":7}']) {
    await writeFile(join(results, 'latest.json'), content);
    await refused(findRunDirectory(results), /is not JSON|does not name a run/);
  }
});
