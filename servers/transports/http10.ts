// `http10`: the whole board on every request, a true HTTP/1.0 status line, and the connection closes (RFC 1945).
import type { FastifyReply, FastifyRequest } from 'fastify';
import { entryJson } from '../feed/encode-once.ts';
import { cursorHeader, encodeBoard } from '../protocol/batch.ts';
import { asLabError } from '../protocol/errors.ts';
import { formatResponseHead, type HeaderFields } from '../protocol/http10.ts';
import { readTopic, type Query } from '../protocol/parameters.ts';
import type { Lab, ServerTransport } from '../transport.ts';

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly cursor?: string;
  readonly body: string;
}

/** Reads like `keep-alive`, answers like a server of 1996. */
export const http10: ServerTransport = {
  mount(app, lab) {
    app.get('/http10/events', (request, reply) => send(answer(lab, request.query as Query), request, reply));
  },
};

const answer = (lab: Lab, query: Query): Answer => {
  try {
    const { cursor, agents, entries } = lab.feed.board(lab.options.window, readTopic(query));
    return { status: 200, reason: 'OK', cursor, body: encodeBoard(cursor, agents, entries.map(entryJson)) };
  } catch (cause) {
    const error = asLabError(cause);
    lab.log.info({ err: error }, 'refused');
    return { status: error.failure.httpStatus, reason: 'Refused', body: JSON.stringify(error) };
  }
};

/** What the app adds for the page that asks. */
const fieldsOf = (reply: FastifyReply): HeaderFields =>
  Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));

/** Node's own response object always says HTTP/1.1, so the answer goes to the socket as it is. */
const send = ({ status, reason, cursor, body }: Answer, request: FastifyRequest, reply: FastifyReply): void => {
  reply.hijack();
  const { socket } = request.raw;
  const head = formatResponseHead(status, reason, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    ...(cursor !== undefined && { [cursorHeader]: cursor }),
    // RFC 1945 §1.3 [spec] "the connection … closed by the server after sending the response".
    ...fieldsOf(reply),
    Connection: 'close',
  });
  // RFC 1945 §8.2 [spec] "the server must not return any Entity-Body in the response" to HEAD.
  socket.write(request.method === 'HEAD' ? head : head + body);
  socket.destroySoon();
};
