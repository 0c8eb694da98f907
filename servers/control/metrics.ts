// `GET /metrics`: Prometheus text (https://prometheus.io/docs/instrumenting/exposition_formats/).
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Feed } from '../feed/feed.ts';

/** What is exposed beside the process's own figures. */
export interface Measured {
  readonly feed: Feed;
  /** How often a slow reader fell off the log. */
  readonly gaps: () => number;
}

/** One registry an app, so that several apps fit in one process. */
export const mountMetrics = (app: FastifyInstance, { feed, gaps }: Measured): void => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number): void => {
    const metric: Gauge = new Gauge({ name, help, registers: [registry], collect: () => metric.set(read()) });
  };
  const counter = (name: string, help: string, read: () => number): void => {
    const metric: Counter = new Counter({
      name,
      help,
      registers: [registry],
      collect: (): void => {
        metric.reset();
        metric.inc(read());
      },
    });
  };
  counter('lab_feed_published_total', 'Entries published.', () => feed.figures.published);
  counter('lab_feed_gaps_total', 'Times a slow reader fell off the log.', gaps);
  gauge('lab_feed_kept_entries', 'Entries in the log.', () => feed.figures.kept);
  gauge('lab_feed_kept_bytes', 'Bytes of entry JSON in the log.', () => feed.figures.keptBytes);
  gauge('lab_feed_readers', 'Streams and held polls.', () => feed.figures.readers);
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
};
