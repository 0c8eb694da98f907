// Finesse-shaped REST under `/finesse/api`: XML in, XML out, one file an object.
import type { FastifyInstance } from 'fastify';
import { mountDialogs } from './rest-dialogs.ts';
import { notFound, refuse } from './rest-errors.ts';
import { mountReasonCodes } from './rest-reason-codes.ts';
import type { FinesseParts } from './rest-request.ts';
import { mountSystemInfo } from './rest-system-info.ts';
import { mountTeamMessages } from './rest-team-message.ts';
import { mountTeams } from './rest-team.ts';
import { mountUsers } from './rest-user.ts';

const objects = [mountUsers, mountReasonCodes, mountDialogs, mountTeams, mountTeamMessages, mountSystemInfo];

/** All objects, with what they have in common: bodies stay text until a route reads them, and every refusal is XML. */
export const mountFinesse = (root: FastifyInstance, parts: FinesseParts): void => {
  void root.register(
    (app, _options, done) => {
      app.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'string' }, (_request, body, parsed) =>
        parsed(null, body),
      );
      app.setErrorHandler((thrown, _request, reply) => refuse(thrown, reply));
      app.setNotFoundHandler((request, reply) =>
        refuse(notFound(`Nothing is served at ${request.method} ${request.url.slice(0, 200)}.`), reply),
      );
      for (const mount of objects) mount(app, parts);
      done();
    },
    { prefix: '/finesse/api' },
  );
};
