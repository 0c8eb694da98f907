// `sse`: one response that does not end. https://html.spec.whatwg.org/multipage/server-sent-events.html
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { encodeOnce, entryJson } from '../feed/encode-once.ts';
import type { EntrySink } from '../feed/reader.ts';
import type { StartPosition } from '../protocol/cursor.ts';
import { readStart, readTopic, startFrom, type Query } from '../protocol/parameters.ts';
import {
  encodeEvent,
  encodeGapEvent,
  encodeHeartbeat,
  encodeRetry,
  eventStreamType,
} from '../protocol/server-sent-events.ts';
import type { Lab, ServerTransport } from '../transport.ts';

/** How long clients wait before they come back after a drain, in milliseconds. */
const drainRetryMs = 2000;

/** Asks once, and the server streams. */
export const sse: ServerTransport = {
  mount(app, lab) {
    app.get('/sse/events', { exposeHeadRoute: false }, (request, reply) => {
      const topic = readTopic(request.query as Query);
      const cursor = lab.feed.locate(startOf(request));
      reply.hijack();
      const response = reply.raw;
      response.writeHead(200, {
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': eventStreamType,
        'cache-control': 'no-store',
        // Tells nginx and its kin not to buffer the stream.
        'x-accel-buffering': 'no',
      });
      response.write(encodeHeartbeat(cursor));
      const { remoteAddress, remotePort } = request.raw.socket;
      stream(lab, response, { cursor, topic, name: `sse ${remoteAddress}:${remotePort}` });
    });
  },
};

/** [spec] On a reconnect the `Last-Event-ID` header is newer than the URL that the page wrote. */
const startOf = (request: FastifyRequest): StartPosition => {
  const lastEventId = request.headers['last-event-id'];
  return typeof lastEventId === 'string' && lastEventId !== ''
    ? startFrom(lastEventId)
    : readStart(request.query as Query);
};

const eventBytes = encodeOnce((entry) => Buffer.from(encodeEvent(entry.cursor, entryJson(entry))));

const sinkOf = (response: ServerResponse, name: string): EntrySink => ({
  name,
  write(entries) {
    const [first] = entries;
    // One write for whatever the reader is behind by; a single entry is the very buffer that all readers share.
    return entries.length === 1 && first
      ? response.write(eventBytes(first))
      : response.write(Buffer.concat(entries.map(eventBytes)));
  },
  gap(missed) {
    response.write(encodeGapEvent(missed));
  },
});

type StreamStart = Parameters<Lab['feed']['follow']>[0] & { readonly name: string };

const stream = (lab: Lab, response: ServerResponse, { name, ...at }: StreamStart): void => {
  const follower = lab.feed.follow(at, sinkOf(response, name));
  const heartbeat = setInterval(() => {
    // A reader that takes nothing needs no sign of life, and must not be written to without limit.
    if (!response.writableNeedDrain) response.write(encodeHeartbeat(follower.cursor));
  }, lab.options.heartbeatMs);
  const end = (): void => {
    // Nothing may be written after the end, whatever is still published.
    follower.close();
    clearInterval(heartbeat);
    response.end(encodeRetry(drainRetryMs));
  };
  response.on('drain', () => follower.resume());
  response.on('close', () => {
    clearInterval(heartbeat);
    follower.close();
    lab.closing.removeEventListener('abort', end);
  });
  lab.closing.addEventListener('abort', end);
  if (lab.closing.aborted) end();
};
