// What the objects and members of this lab's JSON are (servers/protocol: entry, batch, gap, websocket-messages, errors).
import type { SpanKind } from './span-kinds.ts';

const members: Readonly<Record<string, SpanKind>> = {
  cursor: 'lab.cursor',
  publishedAtNs: 'lab.published-at',
  topics: 'lab.topics',
  event: 'lab.event',
  events: 'lab.events',
  agents: 'lab.agents',
  more: 'lab.more',
  gap: 'lab.gap',
  set: 'lab.set',
  id: 'lab.id',
  ok: 'lab.ok',
  code: 'lab.code',
  message: 'lab.message',
  after: 'lab.after',
  next: 'lab.next',
  missed: 'lab.missed',
};

/** Of an event (servers/protocol/event.ts); the others are named by themselves. */
const eventMembers: Readonly<Record<string, SpanKind>> = {
  type: 'event.type',
  agent: 'event.agent',
  state: 'event.state',
  at: 'event.at',
  pad: 'event.pad',
};

/** @param place the kind of the member that the object stands in */
export const memberKind = (name: string, place: SpanKind): SpanKind => {
  const isEvent = ['lab.event', 'lab.agents', 'lab.set'].includes(place);
  const table = isEvent ? eventMembers : place === 'json.member' ? {} : members;
  return (Object.hasOwn(table, name) ? table[name] : undefined) ?? 'json.member';
};

/** What each object is told by; the first that fits. */
const objects: readonly (readonly [kind: SpanKind, ...names: readonly string[]])[] = [
  ['lab.entry', 'publishedAtNs', 'event'],
  ['lab.board', 'agents', 'events'],
  ['lab.batch', 'events'],
  ['lab.command', 'set'],
  ['lab.error', 'code', 'message'],
  ['lab.answer', 'id', 'ok'],
  ['lab.answer', 'id', 'error'],
  ['lab.position', 'cursor'],
];

/** @param names its members */
export const objectKind = (names: ReadonlyMap<string, string>, place: SpanKind): SpanKind => {
  if (place === 'lab.agents') return 'lab.agent';
  if (place === 'lab.event') return 'json.object';
  return objects.find(([, ...wanted]) => wanted.every((name) => names.has(name)))?.[0] ?? 'json.object';
};
