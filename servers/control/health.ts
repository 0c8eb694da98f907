// `GET /healthz`: ready while the server takes connections, 503 once it drains.
import type { FastifyInstance } from 'fastify';

/** Live is that it answers; ready is what it answers. */
export const mountHealth = (app: FastifyInstance, closing: AbortSignal): void => {
  app.get('/healthz', (_request, reply) =>
    reply.code(closing.aborted ? 503 : 200).send({ live: true, ready: !closing.aborted }),
  );
};
