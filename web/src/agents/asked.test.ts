// From what was asked for to the event that answers it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventExamples, type AgentEvent, type AgentState } from '../../../servers/protocol/event.ts';
import { RaceBook } from '../session/race-book.ts';
import { AgentLog } from './agent-log.ts';
import { answerTo, newestAnswer, type Asked } from './asked.ts';

const agent = '1001001';
const stateEvent = (state: AgentState, reasonCode?: number): AgentEvent => ({
  ...eventExamples['agent-state'],
  state,
  ...(reasonCode !== undefined && { reasonCode }),
});

const bookOf = (...events: readonly (readonly [atMs: number, event: AgentEvent])[]): RaceBook => {
  const book = new RaceBook();
  for (const [index, [publishedMs, event]] of events.entries()) {
    book.arrive('sse', { cursor: `e-${index + 1}`, event, publishedMs }, publishedMs + 20);
  }
  return book;
};

const asked: Asked = { agent, state: 'READY', reasonCode: undefined, atMs: 1000 };

test('the answer is the state that was asked for, not the one on the way to it, and not one of before', () => {
  const { races } = bookOf([500, stateEvent('READY')], [1010, stateEvent('NOT_READY')], [1011, stateEvent('READY')]);
  assert.equal(answerTo(asked, races)?.cursor, 'e-3');
  assert.equal(answerTo({ ...asked, state: 'LOGIN' }, races)?.cursor, 'e-2');
  assert.equal(answerTo({ ...asked, agent: '1001002' }, races), undefined);
});

test('a reason belongs to the answer', () => {
  const { races } = bookOf([1010, stateEvent('NOT_READY')], [1020, stateEvent('NOT_READY', 12)]);
  assert.equal(answerTo({ ...asked, state: 'NOT_READY', reasonCode: 12 }, races)?.cursor, 'e-2');
});

test('a refusal is an answer, too', () => {
  const { races } = bookOf([1010, eventExamples['agent-error']]);
  assert.equal(answerTo(asked, races)?.event.type, 'agent-error');
});

test('the chips show the newest event of this agent that was claimed by then', () => {
  const book = bookOf([1010, stateEvent('READY')], [2010, stateEvent('NOT_READY')], [3010, stateEvent('READY')]);
  book.claim('e-1', 1000);
  book.claim('e-2', 2000);
  assert.equal(newestAnswer(agent, book.races, 5000)?.cursor, 'e-2');
  assert.equal(newestAnswer(agent, book.races, 1500)?.cursor, 'e-1');
  assert.equal(newestAnswer('1001002', book.races, 5000), undefined);
});

test('the log knows an agent’s state at any time, however often the book is read', () => {
  const book = bookOf([1000, stateEvent('READY')]);
  const log = new AgentLog();
  log.read(book);
  book.arrive('sse', { cursor: 'e-9', event: stateEvent('TALKING'), publishedMs: 2000 }, 2020);
  log.read(book);
  log.read(book);
  assert.equal(log.at(agent, 1500)?.event.state, 'READY');
  assert.equal(log.at(agent, 2500)?.event.state, 'TALKING');
  assert.equal(log.at(agent, 500), undefined);
});
