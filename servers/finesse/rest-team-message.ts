// `POST /finesse/api/TeamMessage`: a supervisor writes to teams.
import type { FastifyInstance } from 'fastify';
import type { TeamMessageEvent } from '../protocol/event.ts';
import { childElements, childOf, textOf, type XmlElement } from '../protocol/xml.ts';
import { wrap } from './markup.ts';
import { invalidInput, notFound, parameterMissing, xmlType } from './rest-errors.ts';
import { authorizeSupervisor, childText, readBody, type FinesseParts } from './rest-request.ts';
import { teamMessageObject } from './team-message-object.ts';

/** Seconds: a shift of eight hours. */
const maximumDuration = 28_800;
/** Characters as Java counts them, and ECMAScript: UTF-16 units. */
const maximumContent = 255;
const maximumTeams = 20;

/** One event a team, for each team has a node of its own; 207 when some of the teams do not exist. */
export const mountTeamMessages = (app: FastifyInstance, { desk, publish }: FinesseParts): void => {
  app.post('/TeamMessage', (request, reply) => {
    const author = authorizeSupervisor(desk, request);
    const { teams, ...message } = readTeamMessage(readBody(request.body, 'TeamMessage'));
    const known = teams.filter((team) => desk.directory.teams.has(team));
    if (known.length === 0) throw notFound('There is none of these teams.');
    desk.system.demandService();
    const created = known.map((team) => {
      const event: TeamMessageEvent = { type: 'team-message', team, from: author.id, ...message, at: desk.nowIso() };
      return teamMessageObject(event, publish(event).cursor, desk.directory);
    });
    return reply
      .code(known.length === teams.length ? 200 : 207)
      .type(xmlType)
      .send(teams.length === 1 ? created.join('') : wrap('TeamMessages', ...created));
  });
};

interface TeamMessage {
  readonly durationSeconds: number;
  readonly content: string;
  readonly teams: readonly string[];
}

/** `<TeamMessage><duration>100</duration><content>…</content><teams><team>5000</team></teams></TeamMessage>`. */
const readTeamMessage = (message: XmlElement): TeamMessage => ({
  durationSeconds: readDuration(childText(message, 'duration')),
  content: readContent(childText(message, 'content')),
  teams: readTeams(childOf(message, 'teams')),
});

const readDuration = (text: string): number => {
  if (text === '') throw parameterMissing('A message has a duration in seconds.');
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= maximumDuration) return seconds;
  throw invalidInput(`The duration has to be a whole number of seconds from 1 to ${maximumDuration}.`);
};

const readContent = (text: string): string => {
  if (text === '') throw parameterMissing('A message has content.');
  if (text.length <= maximumContent) return text;
  throw invalidInput(`The content has to have at most ${maximumContent} characters.`);
};

const readTeams = (list: XmlElement | undefined): readonly string[] => {
  const ids = list ? childElements(list).flatMap((team) => (team.name === 'team' ? [textOf(team).trim()] : [])) : [];
  if (ids.length === 0) throw parameterMissing('A message is for teams: <teams><team>5000</team></teams>.');
  if (ids.length > maximumTeams) throw invalidInput(`A message is for at most ${maximumTeams} teams.`);
  return [...new Set(ids)];
};
