// What the bench view's URL says, and what it does when a run ends.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { signal } from '@preact/signals';
import type { RunProgress } from '../../../servers/protocol/control.ts';
import type { LabPage } from '../lab-page.ts';
import { Address } from '../state/address.ts';
import { setLanguage } from '../text/say.ts';
import { BenchState } from './bench-state.ts';

before(() => setLanguage('en'));

const stateAt = (query: string) => {
  const run = signal<RunProgress | null>(null);
  const bar = {
    location: { href: `http://127.0.0.1:8080/?${query}` },
    history: { replaceState: () => {}, pushState: () => {} },
    addEventListener: () => {},
  };
  const page = { address: new Address(bar), source: { channel: { run } } } as unknown as LabPage;
  const state = new BenchState(page);
  state.index.value = {
    runs: [
      ...['e', 'd', 'c', 'b', 'a'].map((directory) => ({
        directory,
        startedAt: '2026-01-01T00:00:00Z',
        workload: 'desktops',
        transports: [],
        isVoid: false,
        schemaVersion: 1,
      })),
      { directory: 'broken', why: 'Its run.json is not JSON.' },
    ],
  };
  return { state, run };
};

test('opens the newest run unless the URL names one', () => {
  assert.deepEqual(stateAt('').state.wanted.value, ['e']);
  assert.deepEqual(stateAt('run=b').state.wanted.value, ['b']);
});

test('compares from two runs on, at most four, and only such as can be read', () => {
  assert.deepEqual(stateAt('compare=a').state.wanted.value, ['e']);
  assert.deepEqual(stateAt('compare=a,broken,../x,b').state.wanted.value, ['a', 'b']);
  assert.deepEqual(stateAt('compare=a,b,c,d,e').state.wanted.value, ['a', 'b', 'c', 'd']);
  const { state } = stateAt('compare=a,b');
  state.compare('c', true);
  state.compare('a', false);
  assert.deepEqual(state.compared.value, ['b', 'c']);
});

test('opens the run that was started here when it ends, and no other', () => {
  const { state, run } = stateAt('run=b');
  run.value = { status: 'done', directory: 'd', exitCode: 0 };
  assert.equal(state.open.value, 'b');
  state.isOwnRun.value = true;
  run.value = { status: 'running', line: '1/2 sse, about 3 s left', done: 0, of: 2 };
  run.value = { status: 'done', directory: 'c', exitCode: 0 };
  assert.equal(state.open.value, 'c');
  assert.equal(state.isOwnRun.value, false);
});

test('says how a run has ended until the next one starts', () => {
  const { state, run } = stateAt('');
  run.value = { status: 'failed', why: 'The relay cannot be built.' };
  assert.match(state.notice.value, /The relay cannot be built\./);
  run.value = { status: 'running', line: '1/2 sse, about 3 s left', done: 0, of: 2 };
  assert.equal(state.notice.value, '');
  run.value = { status: 'failed', why: 'Interrupted; nothing was written.' };
  assert.match(state.notice.value, /^Stopped/);
  run.value = { status: 'done', directory: 'c', exitCode: 0 };
  assert.match(state.notice.value, /ended: c\./);
});
