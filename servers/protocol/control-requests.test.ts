// Requests of the control channel: what is read, and the sentence that each wrong one is refused with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { transportIds } from './catalog.ts';
import type { ControlCommand } from './control.ts';
import { openRequest, readCommand } from './control-requests.ts';
import { LabError } from './errors.ts';
import { eventExamples } from './event.ts';

const now = '2026-11-22T10:00:00.000Z';
const read = (command: object): ControlCommand => readCommand({ id: 1, ...command }, now);

const { at: _at, ...timeless } = eventExamples.dialog;
const readable: readonly (readonly [sent: object, read: ControlCommand])[] = [
  [{ do: 'publish' }, { do: 'publish' }],
  [
    { do: 'publish', event: timeless },
    { do: 'publish', event: { ...timeless, at: now } },
  ],
  [
    { do: 'burst', count: 5, ratePerSecond: 0.5 },
    { do: 'burst', count: 5, ratePerSecond: 0.5 },
  ],
  [
    { do: 'set', settings: {} },
    { do: 'set', settings: {} },
  ],
  [
    {
      do: 'set',
      settings: { scenario: 'trace', seed: 2 ** 32 - 1, ratePerSecond: 5000, rttMs: 2000, payloadBytes: 32_768 },
    },
    {
      do: 'set',
      settings: { scenario: 'trace', seed: 2 ** 32 - 1, ratePerSecond: 5000, rttMs: 2000, payloadBytes: 32_768 },
    },
  ],
  [
    { do: 'fault', transport: 'sse', faults: { isDark: true, idleTimeoutMs: null, extraRttMs: 10_000 } },
    { do: 'fault', transport: 'sse', faults: { isDark: true, idleTimeoutMs: null, extraRttMs: 10_000 } },
  ],
  [
    { do: 'cut', transport: 'xmpp' },
    { do: 'cut', transport: 'xmpp' },
  ],
  [
    { do: 'agent', agent: '1001001', state: 'READY' },
    { do: 'agent', agent: '1001001', state: 'READY' },
  ],
  [
    { do: 'agent', agent: '1001001', state: 'NOT_READY', reasonCode: 16 },
    { do: 'agent', agent: '1001001', state: 'NOT_READY', reasonCode: 16 },
  ],
  [
    { do: 'watch', transports: ['sse', 'sse', 'http10'] },
    { do: 'watch', transports: ['sse', 'http10'] },
  ],
  [
    { do: 'watch', transports: [] },
    { do: 'watch', transports: [] },
  ],
  [{ do: 'clock', colour: 'any' }, { do: 'clock' }],
  [
    { do: 'run', transports: ['bosh'] },
    { do: 'run', transports: ['bosh'] },
  ],
  [{ do: 'stop-run' }, { do: 'stop-run' }],
];
for (const [sent, command] of readable) {
  test(`${JSON.stringify(sent).slice(0, 70)} is read`, () => assert.deepEqual(read(sent), command));
}

const all = transportIds.join(', ');
const refused: readonly (readonly [sent: object, code: string, sentence: string])[] = [
  [
    {},
    'LAB_FRAME_INVALID',
    'do is missing; it has to be one of publish, burst, set, fault, cut, agent, watch, clock, run, stop-run.',
  ],
  [
    { do: 'toString' },
    'LAB_FRAME_INVALID',
    'do is "toString"; it has to be one of publish, burst, set, fault, cut, agent, watch, clock, run, stop-run.',
  ],
  [{ do: 'publish', event: [] }, 'LAB_EVENT_INVALID', 'An event is a JSON object, not [].'],
  [
    { do: 'burst', count: 100_001, ratePerSecond: 1 },
    'LAB_PARAMETER_INVALID',
    'burst.count is 100001; it has to be a whole number from 1 to 100000.',
  ],
  [
    { do: 'burst', count: 1, ratePerSecond: 'fast' },
    'LAB_PARAMETER_INVALID',
    'burst.ratePerSecond is "fast"; it has to be a number from 0.001 to 1000000.',
  ],
  [{ do: 'set' }, 'LAB_PARAMETER_INVALID', 'settings is missing; it has to be an object.'],
  [{ do: 'set', settings: [1] }, 'LAB_PARAMETER_INVALID', 'settings is a list; it has to be an object.'],
  [
    { do: 'set', settings: { rate: 5 } },
    'LAB_PARAMETER_INVALID',
    'A member of settings is "rate"; it has to be one of scenario, seed, ratePerSecond, rttMs, payloadBytes.',
  ],
  [
    { do: 'set', settings: { scenario: 'calm' } },
    'LAB_PARAMETER_INVALID',
    'settings.scenario is "calm"; it has to be one of poisson, fixed, burst, trace.',
  ],
  [
    { do: 'set', settings: { ratePerSecond: 5001 } },
    'LAB_PARAMETER_INVALID',
    'settings.ratePerSecond is 5001; it has to be a number from 0 to 5000.',
  ],
  [
    { do: 'set', settings: { rttMs: -1 } },
    'LAB_PARAMETER_INVALID',
    'settings.rttMs is -1; it has to be a number from 0 to 2000.',
  ],
  [
    { do: 'set', settings: { payloadBytes: 1.5 } },
    'LAB_PARAMETER_INVALID',
    'settings.payloadBytes is 1.5; it has to be a whole number from 0 to 32768.',
  ],
  [
    { do: 'set', settings: { seed: null } },
    'LAB_PARAMETER_INVALID',
    'settings.seed is null; it has to be a whole number from 0 to 4294967295.',
  ],
  [
    { do: 'fault', transport: 'sse', faults: { isDark: 1 } },
    'LAB_PARAMETER_INVALID',
    'faults.isDark is 1; it has to be true or false.',
  ],
  [
    { do: 'fault', transport: 'sse', faults: { idleTimeoutMs: 0 } },
    'LAB_PARAMETER_INVALID',
    'faults.idleTimeoutMs is 0; it has to be a number from 100 to 600000.',
  ],
  [
    { do: 'fault', transport: 'smtp', faults: {} },
    'LAB_PARAMETER_INVALID',
    `transport is "smtp"; it has to be one of ${all}.`,
  ],
  [{ do: 'cut' }, 'LAB_PARAMETER_INVALID', `transport is missing; it has to be one of ${all}.`],
  [
    { do: 'agent', agent: '../x', state: 'READY' },
    'LAB_PARAMETER_INVALID',
    'agent is "../x"; it has to be an id such as 1001001.',
  ],
  [
    { do: 'agent', agent: '1001001', state: 'READY', reasonCode: 1e9 },
    'LAB_PARAMETER_INVALID',
    'reasonCode is 1000000000; it has to be a whole number from 0 to 999999.',
  ],
  [
    { do: 'watch', transports: 'sse' },
    'LAB_PARAMETER_INVALID',
    'transports is "sse"; it has to be a list of at most 8 transports.',
  ],
  [
    { do: 'watch', transports: [['sse']] },
    'LAB_PARAMETER_INVALID',
    `One of transports is a list; it has to be one of ${all}.`,
  ],
  [{ do: 'run', transports: [] }, 'LAB_PARAMETER_INVALID', 'transports is []; it has to name at least one transport.'],
];
for (const [sent, code, message] of refused) {
  test(`${JSON.stringify(sent).slice(0, 70)} is refused in one sentence`, () => {
    assert.throws(() => read(sent), { code, message });
  });
}

test('a request has an id, so that it can be answered', () => {
  assert.deepEqual(openRequest('{"id":0,"do":"clock"}'), { id: 0, fields: { id: 0, do: 'clock' } });
  for (const [text, message] of [
    ['{', 'The message is not JSON.'],
    ['[]', 'A request is a JSON object, not [].'],
    ['null', 'A request is a JSON object, not null.'],
    ['{}', 'id is missing; it has to be a whole number from 0 on.'],
    ['{"id":-1}', 'id is -1; it has to be a whole number from 0 on.'],
    ['{"id":1.5}', 'id is 1.5; it has to be a whole number from 0 on.'],
    ['{"id":"1"}', 'id is "1"; it has to be a whole number from 0 on.'],
  ] as const) {
    assert.throws(() => openRequest(text), { code: 'LAB_FRAME_INVALID', message });
  }
});

const commandLike = fc.record(
  {
    do: fc.oneof(fc.constantFrom('publish', 'burst', 'set', 'fault', 'cut', 'agent', 'watch', 'run'), fc.jsonValue()),
    event: fc.oneof(
      fc.record({ type: fc.constantFrom('dialog', 'agent-state'), agent: fc.jsonValue() }),
      fc.jsonValue(),
    ),
    count: fc.jsonValue(),
    settings: fc.oneof(fc.record({ seed: fc.jsonValue(), scenario: fc.jsonValue() }), fc.jsonValue()),
    faults: fc.jsonValue(),
    transport: fc.oneof(fc.constantFrom(...transportIds), fc.jsonValue()),
    transports: fc.oneof(fc.array(fc.constantFrom(...transportIds)), fc.jsonValue()),
    agent: fc.oneof(fc.constant('1001001'), fc.jsonValue()),
    state: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

test('whatever comes, it is read or refused with a LabError of one sentence', () => {
  const takes = (text: string): void => {
    try {
      readCommand(openRequest(text).fields, now);
    } catch (error) {
      assert.ok(error instanceof LabError, String(error));
      assert.match(error.message, /^[^\n]+\.$/);
      assert.ok(error.message.length < 400, error.message);
    }
  };
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), takes));
  fc.assert(
    fc.property(commandLike, (command) => takes(JSON.stringify({ id: 1, ...command }))),
    { numRuns: 500 },
  );
});

test('what is nested too deeply to be written again is refused like anything else', () => {
  const deep = `{"toJSON":1,"x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
  for (const text of [
    `{"id":1,"do":${deep}}`,
    `{"id":1,"do":"set","settings":{"seed":${deep}}}`,
    `{"id":1,"do":"publish","event":{"type":"dialog","agent":${deep}}}`,
  ]) {
    assert.throws(() => readCommand(openRequest(text).fields, now), LabError);
  }
});
