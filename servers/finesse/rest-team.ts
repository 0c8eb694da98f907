// `/finesse/api/Team`: a team and, in short, the people in it.
import type { FastifyInstance } from 'fastify';
import type { Markup } from '../protocol/xml.ts';
import type { Desk } from './desk.ts';
import type { Team } from './directory.ts';
import { field, wrap } from './markup.ts';
import { forbidden, notFound, xmlType } from './rest-errors.ts';
import { authenticate, isSupervisor, type FinesseParts, type IdRequest } from './rest-request.ts';
import { userSummary } from './user-object.ts';

const teamObject = ({ id, name }: Team, desk: Desk): Markup => {
  const members = [...desk.directory.agents.values()].filter(({ team }) => team === id);
  return wrap(
    'Team',
    field('uri', `/finesse/api/Team/${id}`),
    field('id', id),
    field('name', name),
    wrap(
      'users',
      ...members.map((agent) => userSummary('User', { id: agent.id, agent, status: desk.statusOf(agent.id) })),
    ),
  );
};

/** `GET /Team/{id}`, for a supervisor and for the team itself. */
export const mountTeams = (app: FastifyInstance, { desk }: FinesseParts): void => {
  app.get('/Team/:id', (request: IdRequest, reply) => {
    const asking = authenticate(desk, request);
    const team = desk.directory.teams.get(request.params.id);
    if (!team) throw notFound(`There is no team ${JSON.stringify(request.params.id.slice(0, 64))}.`);
    if (!isSupervisor(asking) && asking.team !== team.id) throw forbidden(`Agent ${asking.id} is not in this team.`);
    return reply.type(xmlType).send(teamObject(team, desk));
  });
};
