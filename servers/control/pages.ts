// The built web pages at `GET /`, and the results they show.
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Serves the dashboard, and below `/results/` the finished runs (read only). */
export const mountPages = async (
  app: FastifyInstance,
  webDirectory: string,
  resultsDirectory?: string,
): Promise<void> => {
  await app.register(fastifyStatic, { root: webDirectory, prefix: '/', wildcard: false });
  if (resultsDirectory !== undefined) {
    await app.register(fastifyStatic, {
      root: resultsDirectory,
      prefix: '/results/',
      decorateReply: false,
      index: false,
    });
  }
};
