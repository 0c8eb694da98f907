// Live curves over a run: which lanes have one, and what the room must be told to be comparable.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { exampleRun } from '../../../bench/report/fixture.ts';
import { noSnapshot, Session } from '../session/session.ts';
import { chartDefinitions } from '../../../bench/report/chart-definitions.ts';
import { setLanguage } from '../text/say.ts';
import { browserLines, conditionsOf, settingsOf, withConditions } from './browser-lines.ts';

before(() => setLanguage('en'));

const { workload } = exampleRun();

test('draws a lane only when it has two points', () => {
  const session = new Session(0);
  const curve = [
    [0, 41],
    [0.5, 42],
  ] as const;
  session.lanes.sse.add({ ...noSnapshot, latency: { n: 25, p50: 42, p99: null, curve } });
  session.lanes.websocket.add({ ...noSnapshot, latency: { n: 12, p50: null, p99: null, curve: [[0, 41]] } });
  const lines = browserLines(session, ['sse', 'websocket', 'xmpp'], 'dark');
  assert.deepEqual(
    lines.map(({ letter, n, points }) => ({ letter, n, points })),
    [{ letter: 'S', n: 25, points: curve }],
  );
  assert.match(lines[0]?.name ?? '', /Server-Sent Events/);
});

test('sets beside each other what is so here and was so there', () => {
  const settings = { scenario: 'poisson', seed: 1, ratePerSecond: 5, rttMs: 80, payloadBytes: 0 } as const;
  assert.deepEqual(
    conditionsOf(settings, 1000, workload).map(({ condition, here }) => [condition, here]),
    [
      ['rtt', 80],
      ['poll', 1000],
      ['payload', 0],
      ['rate', 5],
    ],
  );
  const applied = { ...settings, ...settingsOf(workload) };
  assert.ok(conditionsOf(applied, workload.pollIntervalMs, workload).every(({ here, there }) => here === there));
});

test('writes onto a picture how it was here', () => {
  const [picture] = chartDefinitions(exampleRun(), { surface: 'picture' });
  assert.ok(picture);
  const before = picture.config.options?.plugins?.subtitle?.text ?? [];
  const { text } = withConditions(picture, conditionsOf(null, 750, workload)).config.options?.plugins?.subtitle ?? {};
  assert.equal(text?.length, before.length + 1);
  assert.match(text?.at(-1) ?? '', /^This browser: .*emulated, ms: – · Polls every, ms: 750 /);
});

test('knows nothing of a room that has not been told', () => {
  assert.equal(conditionsOf(null, 1000, workload)[0]?.here, null);
});
