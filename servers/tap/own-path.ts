// A tapped port serves its own transport and nothing else: what comes over it belongs to that transport's bytes.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { describeTransport } from '../protocol/catalog.ts';
import { LabError } from '../protocol/errors.ts';
import { TapSocket } from './tap-socket.ts';

/** What the rule needs of the app. */
export interface PathRule {
  readonly refuse: (error: LabError, reply: FastifyReply) => unknown;
  /** `undefined` while the main port does not listen. */
  readonly mainPort: () => number | undefined;
}

/** Everything but the transport's own path is 404 on its port. */
export const keepToOwnPath = (app: FastifyInstance, { refuse, mainPort }: PathRule): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    // A request that was injected has no socket of its own.
    if (!((socket as unknown) instanceof TapSocket)) return done();
    const { path } = describeTransport((socket as unknown as TapSocket).transport);
    const asked = request.url.split('?', 1)[0] ?? '';
    if (asked === path || `${asked}/` === path) return done();
    const sentence = `This port serves ${path} and nothing else; everything else is on port ${mainPort()}.`;
    return void refuse(new LabError('LAB_ROUTE_UNKNOWN', sentence), reply);
  });
};
