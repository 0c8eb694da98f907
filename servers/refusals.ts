// How the app says no: over HTTP, and to connections that never came to HTTP.
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { LabError } from './protocol/errors.ts';
import { formatResponseHead } from './protocol/http10.ts';

/** Longest body, frame or stanza. */
export const maximumBodyBytes = 64 * 1024;

/** Every refusal is one JSON object `{"code","message"}`. */
export const refuseKindly = (app: FastifyInstance): void => {
  app.setErrorHandler((thrown: FastifyError | LabError, _request, reply) => refuse(thrown, reply));
  app.setNotFoundHandler((request, reply) =>
    refuse(
      new LabError('LAB_ROUTE_UNKNOWN', `Nothing is served at ${request.method} ${request.url.slice(0, 200)}.`),
      reply,
    ),
  );
};

/** As it stands in {@link LabError}, with the HTTP status of its code. */
export const refuse = (thrown: FastifyError | LabError, reply: FastifyReply): FastifyReply => {
  const error = thrown instanceof LabError ? thrown : fromFastify(thrown);
  // A connection that wanted to be upgraded is read as HTTP no more.
  if (reply.request.headers.upgrade !== undefined) void reply.header('connection', 'close');
  if (error.failure.httpStatus >= 500) reply.log.error({ err: thrown }, 'a request failed');
  return reply.code(error.failure.httpStatus).type('application/json; charset=utf-8').send(JSON.stringify(error));
};

/**
 * What came is not HTTP, or its header section is too long or too slow: there is no request to reply to. Where it never
 * came to HTTP, because the handshake of TLS failed or the connection broke, nobody could read an answer.
 */
export const refuseConnection = (cause: NodeJS.ErrnoException, socket: Socket): void => {
  if (!/^(?:HPE|ERR_HTTP)_/.test(cause.code ?? '')) {
    socket.destroy();
    return;
  }
  if (socket.writable) {
    const body = JSON.stringify(new LabError('LAB_FRAME_INVALID', `This is no HTTP request: ${cause.message}.`));
    socket.write(
      formatResponseHead(400, 'Bad Request', {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': String(Buffer.byteLength(body)),
        Connection: 'close',
      }) + body,
    );
  }
  socket.destroySoon();
};

const fromFastify = (error: FastifyError): LabError => {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new LabError('LAB_BODY_TOO_LARGE', `The body is longer than ${maximumBodyBytes} bytes.`);
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new LabError(
      'LAB_FRAME_INVALID',
      'The body has to be JSON: send the header Content-Type: application/json.',
    );
  }
  const status = error.statusCode ?? 500;
  if (status === 403 || status === 404) return new LabError('LAB_ROUTE_UNKNOWN', 'Nothing is served at this address.');
  return status < 500
    ? new LabError('LAB_FRAME_INVALID', error.message, { cause: error })
    : new LabError('LAB_SERVER_FAILED', 'The server met a fault of its own.', { cause: error });
};
