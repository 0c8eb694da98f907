// What a JSON text of this lab is, in one line (servers/protocol: entry, batch, gap, websocket-messages, errors).
import { summary, type Summary } from './summary-keys.ts';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const words = (...values: readonly unknown[]): string =>
  values.filter((value) => typeof value === 'string' || typeof value === 'number').join(' ');

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** What an event is about: its type, whom it concerns, and the new state. */
export const aboutEvent = (value: unknown): string => {
  const { type, agent, dialog, queue, team, state, status } = fieldsOf(value);
  return words(type, dialog ?? agent ?? queue ?? team, state ?? status);
};

/** `undefined`: it is no JSON. */
export const jsonSummary = (text: string): Summary | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The spans say where it breaks; there is nothing to tell in one line.
    return undefined;
  }
  const fields = fieldsOf(value);
  if ('publishedAtNs' in fields) {
    return summary('json.entry', { cursor: words(fields['cursor']), about: aboutEvent(fields['event']) });
  }
  return listSummary(fields) ?? wordSummary(fields) ?? summary('json', { text });
};

const listSummary = ({ events, agents, gap, cursor }: Fields): Summary | undefined => {
  if (gap !== undefined) return summary('json.gap', { missed: words(fieldsOf(gap)['missed']) || '?' });
  const entries = lengthOf(events);
  if (agents !== undefined) return summary('json.board', { agents: lengthOf(agents), entries });
  if (events === undefined) return undefined;
  return summary(entries === 0 ? 'json.batch.empty' : 'json.batch', { entries, cursor: words(cursor) });
};

const wordSummary = (fields: Fields): Summary | undefined => {
  const { id, set, ok, error, code, message, cursor } = fields;
  const { agent, state } = fieldsOf(set);
  if (set !== undefined) return summary('json.command', { id: words(id), agent: words(agent), state: words(state) });
  const failure = error === undefined ? { code, message } : fieldsOf(error);
  if ('code' in failure && failure['code'] !== undefined) {
    return summary('json.error', { code: words(failure['code']), message: words(failure['message']) });
  }
  if (ok !== undefined) return summary('json.done', { id: words(id) });
  return typeof cursor === 'string' ? summary('json.position', { cursor }) : undefined;
};
