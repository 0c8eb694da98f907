// Finesse's user object as XML: `<User>` in REST answers, `<user>` in the updates on the feed.
import { element, escapeXml, type Markup } from '../protocol/xml.ts';
import type { AgentStatus } from './desk.ts';
import type { Agent, Directory, Team } from './directory.ts';

const field = (name: string, value: string): Markup => element(name, {}, escapeXml(value));

const settings = element('settings', {}, field('wrapUpOnIncoming', 'OPTIONAL'), field('wrapUpOnOutgoing', 'OPTIONAL'));

const teamFields = (team: Team | undefined): readonly Markup[] =>
  team
    ? [
        field('teamId', team.id),
        field('teamName', team.name),
        element(
          'teams',
          {},
          element(
            'Team',
            {},
            field('id', team.id),
            field('name', team.name),
            field('uri', `/finesse/api/Team/${team.id}`),
          ),
        ),
      ]
    : [];

/** What the object is made from. */
export interface UserObjectSource {
  readonly agent: Agent;
  readonly status: AgentStatus;
  readonly directory: Directory;
}

/** Element order as captured from Finesse 12.5; `reasonCodeId` is absent when the agent is READY. */
export const userObject = (root: 'User' | 'user', { agent, status, directory }: UserObjectSource): Markup => {
  const uri = `/finesse/api/User/${agent.id}`;
  const team = agent.team === undefined ? undefined : directory.teams.get(agent.team);
  const reason = status.state === 'READY' ? [] : [field('reasonCodeId', String(status.reasonCode ?? -1))];
  return element(
    root,
    {},
    field('dialogs', `${uri}/Dialogs`),
    field('extension', agent.extension),
    field('firstName', agent.firstName),
    field('lastName', agent.lastName),
    field('loginId', agent.id),
    field('loginName', `${agent.firstName}.${agent.lastName}`.toLowerCase()),
    field('mediaType', '1'),
    '<pendingState></pendingState>',
    ...reason,
    element('roles', {}, field('role', agent.role)),
    settings,
    field('state', status.state),
    field('stateChangeTime', status.since),
    ...teamFields(team),
    field('uri', uri),
    field('wrapUpTimer', '7200'),
  );
};
