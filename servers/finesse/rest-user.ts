// `/finesse/api/User`: an agent's object, and the change of state that answers 202 and arrives on the feed.
import type { FastifyInstance } from 'fastify';
import { LabError } from '../protocol/errors.ts';
import { agentStates, type AgentState } from '../protocol/event.ts';
import type { Markup } from '../protocol/xml.ts';
import type { Desk, StateRequest } from './desk.ts';
import type { Agent } from './directory.ts';
import { wrap } from './markup.ts';
import { invalidInput, parameterMissing, xmlType } from './rest-errors.ts';
import {
  authorizeFor,
  authorizeSupervisor,
  childText,
  readBody,
  requestIdOf,
  type FinesseParts,
  type IdRequest,
} from './rest-request.ts';
import { settableStates } from './states.ts';
import { userObject } from './user-object.ts';

const userOf = (desk: Desk, agent: Agent): Markup =>
  userObject('User', { agent, status: desk.statusOf(agent.id), directory: desk.directory });

/** `GET` and `PUT /User/{id}`, `GET /Users`. */
export const mountUsers = (app: FastifyInstance, { desk }: FinesseParts): void => {
  app.get('/Users', (request, reply) => {
    authorizeSupervisor(desk, request);
    const users = [...desk.directory.agents.values()].map((agent) => userOf(desk, agent));
    return reply.type(xmlType).send(wrap('Users', ...users));
  });
  app.get('/User/:id', (request: IdRequest, reply) =>
    reply.type(xmlType).send(userOf(desk, authorizeFor(desk, request))),
  );
  app.put('/User/:id', (request: IdRequest, reply) => {
    const { id } = authorizeFor(desk, request);
    desk.requestState(id, { ...readStateRequest(request.body), requestId: requestIdOf(request) });
    return reply.code(202).send();
  });
};

const stateOf = (text: string): AgentState => {
  if (text === '') throw parameterMissing('The body has to name a state: <User><state>READY</state></User>.');
  const state = agentStates.find((one) => one === text);
  if (!state) throw invalidInput(`The state ${JSON.stringify(text.slice(0, 60))} is unknown.`);
  if (settableStates.includes(state)) return state;
  throw new LabError('LAB_STATE_REFUSED', `Nobody can ask for ${state}: it is one of ${settableStates.join(', ')}.`);
};

/** `<User><state>NOT_READY</state><reasonCodeId>16</reasonCodeId></User>`; a LOGIN may say `<extension>` too. */
const readStateRequest = (body: unknown): StateRequest => {
  const user = readBody(body, 'User');
  const state = stateOf(childText(user, 'state'));
  const reason = childText(user, 'reasonCodeId');
  if (reason === '') return { state };
  if (!/^\d{1,6}$/.test(reason)) throw invalidInput('A reasonCodeId is a number of 1 to 6 digits.');
  return { state, reasonCode: Number(reason) };
};
