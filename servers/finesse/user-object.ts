// Finesse's user object as XML: `<User>` in REST answers, `<user>` in the updates on the feed; whole, and in short.
import { dialogsTopic, userTopic } from '../protocol/topic.ts';
import type { Markup } from '../protocol/xml.ts';
import type { AgentStatus } from './desk.ts';
import type { Agent, Directory, Team } from './directory.ts';
import { field, wrap } from './markup.ts';

/** Capitals in REST, lower case on the feed. */
type Root = 'User' | 'user';

const settings = wrap('settings', field('wrapUpOnIncoming', 'OPTIONAL'), field('wrapUpOnOutgoing', 'OPTIONAL'));

const teamFields = ({ id, name }: Team): Markup => {
  const team = wrap('Team', field('id', id), field('name', name), field('uri', `/finesse/api/Team/${id}`));
  return field('teamId', id) + field('teamName', name) + wrap('teams', team);
};

/** First and last name, as they stand in several objects. */
export const nameFields = ({ firstName, lastName }: Agent): Markup =>
  field('firstName', firstName) + field('lastName', lastName);

/** `reasonCodeId` is absent when the agent is READY. */
const reasonField = ({ state, reasonCode = -1 }: Pick<AgentStatus, 'state' | 'reasonCode'>): Markup =>
  state === 'READY' ? '' : field('reasonCodeId', reasonCode);

/** What the object is made from. */
export interface UserObjectSource {
  readonly agent: Agent;
  readonly status: AgentStatus;
  readonly directory: Directory;
}

/** Element order as captured from Finesse 12.5. */
export const userObject = (root: Root, { agent, status, directory }: UserObjectSource): Markup => {
  const team = agent.team === undefined ? undefined : directory.teams.get(agent.team);
  return wrap(
    root,
    field('dialogs', dialogsTopic(agent.id)),
    field('extension', agent.extension),
    nameFields(agent),
    field('loginId', agent.id),
    field('loginName', `${agent.firstName}.${agent.lastName}`.toLowerCase()),
    field('mediaType', 1),
    field('pendingState', ''),
    reasonField(status),
    wrap('roles', field('role', agent.role)),
    settings,
    field('state', status.state),
    field('stateChangeTime', status.since),
    team ? teamFields(team) : '',
    field('uri', userTopic(agent.id)),
    field('wrapUpTimer', 7200),
  );
};

/** What the short object is made from; a stranger has an id and no name. */
export interface UserSummarySource {
  readonly id: string;
  readonly agent: Agent | undefined;
  readonly status: Pick<AgentStatus, 'state' | 'since' | 'reasonCode'>;
}

/** Enough for one line of a supervisor's list: on a team's node and in the team object. */
export const userSummary = (root: Root, { id, agent, status }: UserSummarySource): Markup =>
  wrap(
    root,
    field('dialogs', dialogsTopic(id)),
    agent ? nameFields(agent) : '',
    field('loginId', id),
    reasonField(status),
    field('state', status.state),
    field('stateChangeTime', status.since),
    field('uri', userTopic(id)),
  );
