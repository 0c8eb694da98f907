// Reads a head to its empty line and decides what follows it (RFC 9112 §6.3).
import { Content, contentKindOf, type ContentKind } from './content.ts';
import { isFirstLine, readHead, withoutEnd, type Head } from './head.ts';
import type { ExchangeRecord } from './exchange.ts';
import type { Reader } from './reader.ts';
import type { Stage } from './stage.ts';

/** Longest head; servers refuse far shorter ones. */
const maximumHeadBytes = 64 * 1024;
const lineFeed = 0x0a;

/** A head that has begun. */
export class HeadStage implements Stage {
  #scan: number;
  #hasFirstLine = false;

  constructor(at: number) {
    this.#scan = at;
  }

  read(reader: Reader): Stage | undefined {
    const { log, message, at } = reader;
    const end = log.indexOf(lineFeed, this.#scan);
    this.#scan = end === -1 ? log.end : end + 1;
    if ((end === -1 ? log.end - 1 : end) - (message?.start ?? at) >= maximumHeadBytes) return misread(reader, at);
    if (end === -1) return undefined;
    const line = withoutEnd(log.text(at, end));
    if (!this.#hasFirstLine && line !== '') {
      if (!isFirstLine(reader.direction, line)) return misread(reader, at);
      this.#hasFirstLine = true;
    }
    reader.at = end + 1;
    return line === '' && this.#hasFirstLine ? finish(reader) : this;
  }

  lose(reader: Reader): Stage {
    return reader.stages.unread(null, null);
  }
}

const misread = (reader: Reader, from: number): Stage => {
  if (reader.message) reader.message.kind = 'unread';
  return reader.stages.unread(from, null);
};

const finish = (reader: Reader): Stage => {
  const { exchange, message, log, at } = reader;
  if (!exchange || !message) return reader.stages.start;
  const head = readHead(log.text(message.start, at));
  reader.close(at);
  if (reader.isUp) noteRequest(exchange, head);
  return reader.isUp ? bodyOf(reader, head) : afterResponse(reader, exchange, head);
};

const noteRequest = (exchange: ExchangeRecord, head: Head): void => {
  const [method = '', target = ''] = head.first.split(' ');
  exchange.method = method;
  exchange.target = target;
  exchange.host = head.field('host');
  exchange.wantsWebSocket = /\bwebsocket\b/i.test(head.field('upgrade'));
  if (exchange.wantsWebSocket) exchange.subprotocol = head.field('sec-websocket-protocol');
};

const afterResponse = (reader: Reader, exchange: ExchangeRecord, head: Head): Stage => {
  const status = Number(head.first.slice(9, 12));
  // RFC 9110 §15.2: an interim response; the final one is still to come.
  if (status < 200 && status !== 101) return reader.stages.start;
  exchange.status = status;
  exchange.httpVersion = head.first.slice(5, 8);
  exchange.type = (head.field('content-type').split(';', 1)[0] ?? '').trim().toLowerCase();
  if (status === 101) {
    exchange.subprotocol = head.field('sec-websocket-protocol');
    reader.conversation.upgrade(exchange);
    return reader.stages.start;
  }
  if (exchange.method !== 'HEAD' && status !== 204 && status !== 304) return bodyOf(reader, head);
  reader.done();
  return reader.stages.start;
};

/** RFC 9112 §6.3: chunks before a length, a length before the end of the connection; a request has no such end. */
const bodyOf = (reader: Reader, head: Head): Stage => {
  const isCoded = head.field('content-encoding') !== '';
  const kind: ContentKind = isCoded ? 'binary' : contentKindOf(head.field('content-type'));
  const content = new Content(kind, reader.log, reader.isUp ? null : reader.exchange);
  if (/\bchunked$/i.test(head.field('transfer-encoding'))) return reader.stages.chunks(content);
  const length = head.field('content-length');
  if (/^\d{1,15}$/.test(length) && Number(length) > 0) return reader.stages.body(Number(length), content);
  if (!reader.isUp && length === '') return reader.stages.body(Number.POSITIVE_INFINITY, content);
  reader.done();
  return reader.stages.start;
};
