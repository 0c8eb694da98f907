// The list of runs: what can be read of each, what cannot and why, and nothing of what lies elsewhere.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ResultsShelf } from './results-index.ts';

const run = (startedAt: string, more: object = {}): string =>
  JSON.stringify({
    schemaVersion: 1,
    environment: { startedAt },
    workload: { name: 'desktops', transports: ['sse', 'websocket'] },
    void: null,
    ...more,
  });

interface Bed {
  readonly root: string;
  readonly shelf: ResultsShelf;
  readonly put: (directory: string, text?: string, changedAt?: number) => Promise<void>;
}

const bed = async (context: TestContext): Promise<Bed> => {
  const root = await mkdtemp(join(tmpdir(), 'results-'));
  context.after(() => rm(root, { recursive: true }));
  const put = async (directory: string, text?: string, changedAt = 1000): Promise<void> => {
    await mkdir(join(root, directory), { recursive: true });
    if (text === undefined) return;
    await writeFile(join(root, directory, 'run.json'), text);
    await utimes(join(root, directory, 'run.json'), changedAt, changedAt);
  };
  return { root, shelf: new ResultsShelf(root), put };
};

test('the newest run stands first, and each says what it is', async (context) => {
  const { shelf, put } = await bed(context);
  await put('a', run('2026-11-01T00:00:00.000Z'));
  await put('b', run('2026-11-02T00:00:00.000Z', { void: { reason: 'too busy' }, schemaVersion: 2 }));
  const common = { workload: 'desktops', transports: ['sse', 'websocket'] };
  assert.deepEqual(await shelf.index(), {
    runs: [
      { directory: 'b', startedAt: '2026-11-02T00:00:00.000Z', ...common, isVoid: true, schemaVersion: 2 },
      { directory: 'a', startedAt: '2026-11-01T00:00:00.000Z', ...common, isVoid: false, schemaVersion: 1 },
    ],
  });
});

test('what cannot be read is named with the reason, behind the others', async (context) => {
  const { root, shelf, put } = await bed(context);
  await put('empty');
  await put('half', '{');
  await put('null', 'null');
  await put('other', '{"schemaVersion":1}');
  await put('list', run('x', { workload: { name: 'w', transports: 'sse' } }));
  await put('odd', run('x', { workload: { name: 'w', transports: [{ toString: 1 }] } }));
  await put('fine', run('2026-11-01T00:00:00.000Z'));
  await mkdir(join(root, 'folder', 'run.json'), { recursive: true });
  const { runs } = await shelf.index();
  assert.equal(runs[0]?.directory, 'fine');
  assert.deepEqual(Object.fromEntries(runs.slice(1).map((one) => [one.directory, 'why' in one && one.why])), {
    empty: 'There is no run.json.',
    folder: 'There is no run.json.',
    half: 'Its run.json is not JSON.',
    null: 'Its run.json is not that of a run.',
    other: 'Its run.json is not that of a run.',
    list: 'Its run.json names no transports.',
    odd: 'Its run.json names no transports.',
  });
});

test('files, hidden folders and links that lead elsewhere are not listed', async (context) => {
  const { root, shelf, put } = await bed(context);
  await put('../outside-of-results', run('2026-11-01T00:00:00.000Z'));
  context.after(() => rm(join(root, '../outside-of-results'), { recursive: true }));
  await symlink(join(root, '../outside-of-results'), join(root, 'link'));
  await put('.hidden', run('2026-11-01T00:00:00.000Z'));
  await writeFile(join(root, 'latest.json'), '{}');
  assert.deepEqual(await shelf.index(), { runs: [] });
});

test('a run is read again when its file has changed, and not before', async (context) => {
  const { shelf, put } = await bed(context);
  await put('a', run('2026-11-01T00:00:00.000Z'));
  const [first] = (await shelf.index()).runs;
  assert.equal((await shelf.index()).runs[0], first);
  await put('a', run('2026-11-02T00:00:00.000Z'), 2000);
  const [second] = (await shelf.index()).runs;
  assert.equal(second && 'startedAt' in second && second.startedAt, '2026-11-02T00:00:00.000Z');
});

test('the newest two hundred are listed', async (context) => {
  const { shelf, put } = await bed(context);
  for (let index = 0; index < 201; index += 1) await put(String(index), run(`${3000 + index}`), 1000 + index);
  const { runs } = await shelf.index();
  assert.deepEqual([runs.length, runs[0]?.directory, runs.at(-1)?.directory], [200, '200', '1']);
});
