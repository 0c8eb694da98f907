// The XML objects of Finesse that describe an entry: what stands in the `<Update>` of a notification.
import { parseCursor } from '../protocol/cursor.ts';
import type { Entry } from '../protocol/entry.ts';
import type { AgentStateEvent, DialogEvent, QueueStatisticsEvent, TeamMessageEvent } from '../protocol/event.ts';
import { dialogsTopic, queueTopic, teamUsersTopic, userTopic, type Topic } from '../protocol/topic.ts';
import { escapeXml, type Markup } from '../protocol/xml.ts';
import type { Agent, Directory } from './directory.ts';
import { userObject } from './user-object.ts';

/** The verb of an update: what a GET of `source` would show has been added, changed or removed. */
type Verb = 'POST' | 'PUT' | 'DELETE';

interface Update {
  readonly data: Markup;
  readonly verb: Verb;
  readonly requestId?: string | undefined;
  readonly source: string;
}

/** `<name>…</name>`, with both tags even when it is empty, as Finesse writes them. */
const wrap = (name: string, ...content: readonly Markup[]): Markup => `<${name}>${content.join('')}</${name}>`;
const field = (name: string, value: string | number): Markup => wrap(name, escapeXml(String(value)));

/**
 * The `<Update>` of an entry.
 * @param node where it is published: a team's node shows a summary of the user, the user's own the whole object
 */
export const updateOf = (entry: Entry, node: Topic, directory: Directory): Markup => {
  const { data, verb, requestId = '', source } = describe(entry, node, directory);
  return wrap(
    'Update',
    wrap('data', data),
    field('event', verb),
    field('requestId', requestId),
    field('source', source),
  );
};

const describe = ({ event, cursor }: Entry, node: Topic, directory: Directory): Update => {
  switch (event.type) {
    case 'agent-state':
      return userUpdate(event, node, directory);
    case 'dialog':
      return dialogUpdate(event, directory);
    case 'team-message':
      return messageUpdate(event, parseCursor(cursor).sequence, directory);
    case 'queue-statistics':
      return { data: queueObject(event), verb: 'PUT', source: queueTopic(event.queue) };
  }
};

const userUpdate = (event: AgentStateEvent, node: Topic, directory: Directory): Update => {
  const isSummary = event.team !== undefined && node === teamUsersTopic(event.team);
  return {
    data: isSummary ? userSummary(event, directory) : userWhole(event, directory),
    verb: 'PUT',
    requestId: event.requestId,
    source: isSummary ? node : userTopic(event.agent),
  };
};

/** The whole `<user>`; of a stranger, what the event tells. */
const userWhole = (event: AgentStateEvent, directory: Directory): Markup => {
  const agent = directory.agents.get(event.agent);
  const status = { state: event.state, since: event.at, reasonCode: event.reasonCode, isClaimed: true };
  return agent ? userObject('user', { agent, status, directory }) : userSummary(event, directory);
};

const nameFields = ({ firstName, lastName }: Agent): Markup =>
  field('firstName', firstName) + field('lastName', lastName);

/** The `<user>` of a team's node: enough for one line of a supervisor's list. `reasonCodeId` is absent for READY. */
const userSummary = (event: AgentStateEvent, directory: Directory): Markup => {
  const agent = directory.agents.get(event.agent);
  return wrap(
    'user',
    field('dialogs', dialogsTopic(event.agent)),
    agent ? nameFields(agent) : '',
    field('loginId', event.agent),
    event.state === 'READY' ? '' : field('reasonCodeId', event.reasonCode ?? -1),
    field('state', event.state),
    field('stateChangeTime', event.at),
    field('uri', userTopic(event.agent)),
  );
};

const dialogVerbs: Readonly<Record<DialogEvent['state'], Verb>> = {
  ALERTING: 'POST',
  ACTIVE: 'PUT',
  HELD: 'PUT',
  WRAP_UP: 'PUT',
  DROPPED: 'DELETE',
};

/** A call that comes or goes changes the agent's list; one that changes is itself the source. */
const dialogUpdate = (event: DialogEvent, directory: Directory): Update => {
  const verb = dialogVerbs[event.state];
  if (verb === 'PUT') {
    return { data: wrap('dialog', dialogFields(event, directory)), verb, source: dialogUri(event) };
  }
  const data = wrap('dialogs', wrap('Dialog', dialogFields(event, directory)));
  return { data, verb, source: dialogsTopic(event.agent) };
};

const dialogUri = ({ dialog }: DialogEvent): string => `/finesse/api/Dialog/${dialog}`;

const dialogFields = (event: DialogEvent, directory: Directory): Markup => {
  const agent = directory.agents.get(event.agent);
  const participant = wrap(
    'Participant',
    field('mediaAddress', agent?.extension ?? event.agent),
    field('mediaAddressType', 'AGENT_DEVICE'),
    field('state', event.state),
    field('stateChangeTime', event.at),
  );
  return [
    field('associatedDialogUri', ''),
    field('fromAddress', event.from),
    field('id', event.dialog),
    wrap('mediaProperties', event.queue === undefined ? '' : field('queueNumber', event.queue)),
    field('mediaType', 'Voice'),
    wrap('participants', participant),
    field('state', event.state),
    field('toAddress', event.to),
    field('uri', dialogUri(event)),
  ].join('');
};

/** The event has no id of its own; its place in the feed names it. */
const messageUpdate = (event: TeamMessageEvent, id: number, directory: Directory): Update => {
  const author = directory.agents.get(event.from);
  const uri = `/finesse/api/TeamMessage/${id}`;
  const data = wrap(
    'TeamMessage',
    field('uri', uri),
    field('id', id),
    wrap('createdBy', field('id', event.from), author ? nameFields(author) : ''),
    field('createdAt', event.at),
    field('duration', event.durationSeconds),
    field('content', event.content),
    wrap('teams', field('team', event.team)),
  );
  return { data, verb: 'POST', source: uri };
};

const queueObject = (event: QueueStatisticsEvent): Markup =>
  wrap(
    'Queue',
    field('uri', queueTopic(event.queue)),
    field('name', event.queue),
    wrap(
      'statistics',
      field('callsInQueue', event.callsInQueue),
      field('startTimeOfLongestCallInQueue', longestSince(event)),
      field('agentsReady', event.agentsReady),
    ),
  );

/** Finesse says since when the longest call waits, the event for how long; an unreadable time gives an empty field. */
const longestSince = ({ at, callsInQueue, longestWaitSeconds }: QueueStatisticsEvent): string => {
  const since = new Date(Date.parse(at) - longestWaitSeconds * 1000);
  return callsInQueue === 0 || Number.isNaN(since.getTime()) ? '' : since.toISOString();
};
