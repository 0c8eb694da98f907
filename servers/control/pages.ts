// The built web pages at `GET /`, and the results they show.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { ResultsIndex } from '../protocol/results-index.ts';
import { asPage, asResult } from './page-headers.ts';
import { ResultsShelf } from './results-index.ts';

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
    preCompressed: true,
    setHeaders: asPage,
  });
  app.get('/results/latest.json', () => newestRun(resultsDirectory));
  const shelf = resultsDirectory === undefined ? undefined : new ResultsShelf(resultsDirectory);
  app.get('/results/index.json', (): ResultsIndex | Promise<ResultsIndex> => shelf?.index() ?? { runs: [] });
  if (resultsDirectory !== undefined) {
    await app.register(fastifyStatic, {
      root: resultsDirectory,
      prefix: '/results/',
      decorateReply: false,
      index: false,
      allowedPath: (path) => isOwnFile(resultsDirectory, path),
      setHeaders: asResult,
    });
  }
};

/** A link may lead anywhere, and a pipe never ends: only files that lie in the folder are served. */
const isOwnFile = (root: string, path: string): boolean => {
  try {
    const real = realpathSync(join(root, path));
    return real.startsWith(realpathSync(root) + sep) && statSync(real).isFile();
  } catch {
    return false;
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
    // A file that breaks off was being written when its run was killed.
    if (!(cause instanceof SyntaxError) && (cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return { directory: existsSync(join(resultsDirectory, referenceRun, 'run.json')) ? referenceRun : null };
  }
};
