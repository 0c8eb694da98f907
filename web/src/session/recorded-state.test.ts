// What a recording tells of the room is believed only where a room can be so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { transportIds } from '../../../servers/protocol/catalog.ts';
import { noFaults } from '../../../servers/protocol/control.ts';
import { LabError } from '../../../servers/protocol/errors.ts';
import { readState } from './recorded-state.ts';

const each = <Value>(value: Value) => Object.fromEntries(transportIds.map((id) => [id, value]));
const state = {
  server: 'a',
  settings: { scenario: 'poisson', seed: 1, ratePerSecond: 2, rttMs: 80, payloadBytes: 0 },
  faults: each(noFaults),
  urls: each('http://127.0.0.1:8081/sse/events'),
  agents: [{ id: '1', name: 'Ana', team: '5000', state: 'READY', isClaimed: false }],
  role: 'trainer',
  isLan: false,
  xmppDomain: 'localhost',
  pages: 1,
};

test('takes the state of a room, and none', () => {
  assert.equal(readState(state), state);
  assert.equal(readState(null), null);
});

test('refuses whatever is missing, of another kind, or out of its bounds', () => {
  const places = Object.keys(state).filter((name) => name !== 'server');
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.constantFrom(undefined, null, [null], {}, 1e308, 'x'.repeat(999)),
      (place, value) => {
        if (place === 'agents' && Array.isArray(value) && value.length === 0) return;
        assert.throws(() => readState({ ...state, [place]: value }), LabError, place);
      },
    ),
  );
  const late = { ...state, faults: { ...state.faults, sse: { ...noFaults, extraRttMs: 1e308 } } };
  assert.throws(() => readState(late), LabError);
});
