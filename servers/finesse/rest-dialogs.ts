// `/finesse/api/Dialog`: the calls that are going on.
import type { FastifyInstance } from 'fastify';
import { dialogObject } from './dialog-object.ts';
import { wrap } from './markup.ts';
import { forbidden, notFound, xmlType } from './rest-errors.ts';
import { authenticate, authorizeFor, isSupervisor, type FinesseParts, type IdRequest } from './rest-request.ts';

/** `GET /User/{id}/Dialogs` and `GET /Dialog/{id}`, for those who take part and for a supervisor. */
export const mountDialogs = (app: FastifyInstance, { desk }: FinesseParts): void => {
  const { calls, directory } = desk;
  app.get('/User/:id/Dialogs', (request: IdRequest, reply) => {
    const { id } = authorizeFor(desk, request);
    const dialogs = calls.of(id).map((call) => dialogObject('Dialog', call, directory));
    return reply.type(xmlType).send(wrap('Dialogs', ...dialogs));
  });
  app.get('/Dialog/:id', (request: IdRequest, reply) => {
    const asking = authenticate(desk, request);
    const call = calls.find(request.params.id);
    if (!call) throw notFound(`There is no call ${JSON.stringify(request.params.id.slice(0, 64))}.`);
    if (!isSupervisor(asking) && !call.legs.some(({ agent }) => agent === asking.id)) {
      throw forbidden(`Agent ${asking.id} takes no part in this call.`);
    }
    return reply.type(xmlType).send(dialogObject('Dialog', call, directory));
  });
};
