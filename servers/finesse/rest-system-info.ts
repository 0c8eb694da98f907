// `/finesse/api/SystemInfo`: whether the system is in service, and where its XMPP server is.
import type { FastifyInstance } from 'fastify';
import { systemStatuses, type SystemStatus } from '../protocol/event.ts';
import { invalidInput, parameterMissing, xmlType } from './rest-errors.ts';
import { authorizeSupervisor, childText, readBody, type FinesseParts } from './rest-request.ts';
import { systemInfoObject } from './system-info-object.ts';

/** `GET` for everybody, as a desktop asks before it signs in. We differ: a supervisor may `PUT`, for a drill. */
export const mountSystemInfo = (app: FastifyInstance, { desk, xmppDomain }: FinesseParts): void => {
  app.get('/SystemInfo', (_request, reply) =>
    reply.type(xmlType).send(systemInfoObject({ status: desk.system.status, at: desk.nowIso() }, xmppDomain)),
  );
  app.put('/SystemInfo', (request, reply) => {
    authorizeSupervisor(desk, request);
    desk.system.set(readStatus(request.body));
    return reply.code(202).send();
  });
};

/** `<SystemInfo><status>OUT_OF_SERVICE</status></SystemInfo>`. */
const readStatus = (body: unknown): SystemStatus => {
  const text = childText(readBody(body, 'SystemInfo'), 'status');
  if (text === '') throw parameterMissing('The body has to name a status.');
  const status = systemStatuses.find((one) => one === text);
  if (status) return status;
  throw invalidInput(`The status has to be one of ${systemStatuses.join(', ')}.`);
};
