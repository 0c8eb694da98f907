// What a message is, in one line.
import { readHead } from './head.ts';
import type { Message } from './message.ts';
import { asLatin1, asUtf8, isUtf8 } from './source.ts';
import { jsonSummary } from './summary-json.ts';
import { summary, type Summary, type SummaryKey } from './summary-keys.ts';
import { eventStreamSummary } from './summary-sse.ts';
import { xmlSummary } from './summary-xml.ts';

/** Longest content that is read for its summary. */
const maximumContentBytes = 1024 * 1024;

/** Of a message that is still open, as far as it has come. */
export const summaryOf = (message: Message): Summary => {
  const bytes = message.end - message.start;
  if (message.isForgotten) return summary('forgotten', { bytes });
  if (message.isOpen && message.kind.endsWith('head')) return summary('incomplete', { bytes });
  switch (message.kind) {
    case 'request-head':
      return requestSummary(message);
    case 'response-head':
      return responseSummary(message);
    case 'request-body':
    case 'response-body':
      return contentSummary(message) ?? summary('body', { bytes });
    case 'chunk':
      return chunkSummary(message, bytes);
    case 'frame':
      return frameSummary(message);
    case 'unread':
      return unreadSummary(message, bytes);
  }
};

const unreadSummary = ({ isAfterLoss }: Message, bytes: number): Summary =>
  summary(isAfterLoss ? 'unread.after-loss' : 'unread', { bytes });

const headOf = ({ log, start, end }: Message): ReturnType<typeof readHead> => readHead(asLatin1(log.view(start, end)));

const requestSummary = (message: Message): Summary => {
  const { first, field } = headOf(message);
  const [method = '', target = ''] = first.split(' ');
  const isPreflight = method === 'OPTIONS' && field('access-control-request-method') !== '';
  const isUpgrade = /websocket/i.test(field('upgrade'));
  return summary(isPreflight ? 'request.preflight' : isUpgrade ? 'request.upgrade' : 'request', { method, target });
};

const responseSummary = (message: Message): Summary => {
  const { first, field } = headOf(message);
  const [, status = '', reason = ''] = /^\S+ (\d+) ?(.*)$/.exec(first) ?? [];
  return status === '101'
    ? summary('response.upgraded', { protocol: field('sec-websocket-protocol') || 'websocket' })
    : summary('response', { status, reason });
};

/** `undefined`: nothing but its length can be told. */
const contentSummary = (message: Message): Summary | undefined => {
  const { content, payload } = message;
  if (!content || payload.byteLength > maximumContentBytes || !isUtf8(payload)) return undefined;
  const isWhole = message.contentFrom === 0 && message.contentTo === content.size && !content.hasHole;
  const text = asUtf8(payload);
  if (content.kind === 'sse') return eventStreamSummary(text);
  if (!isWhole) return undefined;
  if (content.kind === 'json') return jsonSummary(text);
  if (content.kind === 'xml') return xmlSummary(text, message.direction, message.answers);
  return content.kind === 'text' ? summary('text', { text }) : undefined;
};

const chunkSummary = (message: Message, bytes: number): Summary => {
  if (message.isContinuation) return summary('part', { bytes });
  if (!message.content) return summary(message.isOpen ? 'incomplete' : 'chunk.last', { bytes });
  return contentSummary(message) ?? summary('chunk', { bytes: message.contentTo - message.contentFrom });
};

const frameSummary = (message: Message): Summary => {
  const { log, start, payload } = message;
  const bytes = payload.byteLength;
  if (message.isContinuation) return summary('part', { bytes });
  const opcode = log.byte(start) & 15;
  const told = opcode === 1 && !message.isOpen ? contentSummary(message) : undefined;
  if (opcode === 8) return closeSummary(payload);
  const key = opcodeKeys.get(opcode);
  return told ?? (key === undefined ? summary('ws.reserved', { opcode, bytes }) : summary(key, { bytes }));
};

const opcodeKeys: ReadonlyMap<number, SummaryKey> = new Map<number, SummaryKey>([
  [0, 'ws.fragment'],
  [1, 'ws.fragment'],
  [2, 'ws.binary'],
  [9, 'ws.ping'],
  [10, 'ws.pong'],
]);

/** RFC 6455 §5.5.1. */
const closeSummary = (payload: Uint8Array): Summary => {
  const [high, low] = payload;
  if (high === undefined || low === undefined) return summary('ws.close.empty');
  return summary('ws.close', { code: high * 256 + low, reason: asUtf8(payload.subarray(2)) });
};
