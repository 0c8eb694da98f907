// The built web pages at `GET /`, and the results they show.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Everything comes from this server; a chart may be an image, and WebSockets are another scheme. https://www.w3.org/TR/CSP3/ */
const contentSecurityPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws:";

/** Serves the dashboard, and below `/results/` the finished runs (read only). */
export const mountPages = async (
  app: FastifyInstance,
  webDirectory: string,
  resultsDirectory?: string,
): Promise<void> => {
  await app.register(fastifyStatic, {
    root: webDirectory,
    prefix: '/',
    wildcard: false,
    setHeaders: (reply) => void reply.header('content-security-policy', contentSecurityPolicy),
  });
  app.get('/results/latest.json', () => newestRun(resultsDirectory));
  if (resultsDirectory !== undefined) {
    await app.register(fastifyStatic, {
      root: resultsDirectory,
      prefix: '/results/',
      decorateReply: false,
      index: false,
    });
  }
};

/** The committed run, shown until there is one of this machine. */
const referenceRun = 'reference';

/** Before the first run there is no such file. That is an answer, not an error: a page may ask without causing a 404. */
const newestRun = async (resultsDirectory: string | undefined): Promise<unknown> => {
  if (resultsDirectory === undefined) return { directory: null };
  try {
    return JSON.parse(await readFile(join(resultsDirectory, 'latest.json'), 'utf8')) as unknown;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return { directory: existsSync(join(resultsDirectory, referenceRun, 'run.json')) ? referenceRun : null };
  }
};
