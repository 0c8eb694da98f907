// What a piece of an event stream is, in one line. https://html.spec.whatwg.org/multipage/server-sent-events.html
import { jsonSummary } from './summary-json.ts';
import { summary, type Summary } from './summary-keys.ts';

/** Of what one chunk brought: a block, several of them, or a part of one. */
export const eventStreamSummary = (text: string): Summary => {
  const blocks = text.split(/\r\n\r\n|\n\n|\r\r/);
  const rest = blocks.pop();
  const [first = ''] = blocks;
  if (rest !== '' || blocks.length === 0) return summary('sse.part', { characters: text.length });
  if (blocks.length > 1) return summary('sse.events', { blocks: blocks.length });
  return blockSummary(first);
};

const fieldIn = (block: string, name: string): string | undefined =>
  new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];

const blockSummary = (block: string): Summary => {
  const [id = '', type, data, retry] = ['id', 'event', 'data', 'retry'].map((name) => fieldIn(block, name));
  const about = data === undefined ? undefined : jsonSummary(data)?.values['about'];
  if (type === 'gap') return summary('sse.gap', { id });
  if (data !== undefined) return summary('sse.event', { id, about: about ?? type ?? '' });
  return retry === undefined ? summary('sse.heartbeat', { id }) : summary('sse.retry', { ms: retry });
};
