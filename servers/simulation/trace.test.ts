// Recorded traces: read in order of time; what is wrong is named by file and line.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { LabError } from '../protocol/errors.ts';
import { eventExamples } from '../protocol/event.ts';
import { readTrace } from './trace.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trace-'));
});
after(() => rm(folder, { recursive: true }));

const fileWith = async (text: string): Promise<string> => {
  const path = join(folder, 'trace.ndjson');
  await writeFile(path, text);
  return path;
};

const event = eventExamples.dialog;
const good = JSON.stringify({ atMs: 5, event });

test('lines become events in the order of their times; empty lines are passed over', async () => {
  const path = await fileWith(`${JSON.stringify({ atMs: 9.5, event, topics: ['/mine'] })}\n\n${good}\r\n`);
  assert.deepEqual(await readTrace(path), [
    { atMs: 5, item: { event, topics: [], hasTime: true } },
    { atMs: 9.5, item: { event, topics: ['/mine'], hasTime: true } },
  ]);
});

test('an event that was recorded without a time is known to have none', async () => {
  const { at: _at, ...timeless } = event;
  const [line] = await readTrace(await fileWith(JSON.stringify({ atMs: 0, event: timeless })));
  assert.equal(line?.item.hasTime, false);
});

test('an empty trace has no events', async () => {
  assert.deepEqual(await readTrace(await fileWith('')), []);
});

const wrong: readonly (readonly [line: string, code: string, words: RegExp])[] = [
  ['{', 'LAB_PARAMETER_INVALID', /is not JSON/],
  ['null', 'LAB_PARAMETER_INVALID', /no `atMs`/],
  ['5', 'LAB_PARAMETER_INVALID', /no `atMs`/],
  [JSON.stringify({ atMs: -1, event }), 'LAB_PARAMETER_INVALID', /no `atMs`/],
  [JSON.stringify({ atMs: 1e300, event }), 'LAB_PARAMETER_INVALID', /no `atMs`/],
  [JSON.stringify({ atMs: '5', event }), 'LAB_PARAMETER_INVALID', /no `atMs`/],
  [JSON.stringify({ atMs: 5, event, topics: '/mine' }), 'LAB_PARAMETER_INVALID', /topics/],
  [JSON.stringify({ atMs: 5, event, topics: ['mine'] }), 'LAB_TOPIC_INVALID', /"mine"/],
  [JSON.stringify({ atMs: 5 }), 'LAB_EVENT_INVALID', /JSON object/],
  [JSON.stringify({ atMs: 5, event: { ...event, state: 'GONE' } }), 'LAB_EVENT_INVALID', /field state/],
];
for (const [line, code, words] of wrong) {
  test(`the line ${line.slice(0, 30)} is refused by file and number`, async () => {
    const path = await fileWith(`${good}\n${line}\n`);
    await assert.rejects(readTrace(path), (error: LabError) => {
      assert.equal(error.code, code);
      assert.ok(error.message.startsWith(`Line 2 of ${path}`), error.message);
      assert.match(error.message, words);
      return true;
    });
  });
}

test('a file that is missing, or a folder, cannot be read, and is named', async () => {
  for (const path of [join(folder, 'missing'), folder]) {
    await assert.rejects(readTrace(path), {
      code: 'LAB_PARAMETER_INVALID',
      message: `The trace ${path} cannot be read.`,
    });
  }
});
