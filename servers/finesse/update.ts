// The XML objects of Finesse that describe an entry: what stands in the `<Update>` of a notification.
import type { Entry } from '../protocol/entry.ts';
import type { AgentErrorEvent, AgentStateEvent, DialogEvent, QueueStatisticsEvent } from '../protocol/event.ts';
import { dialogsTopic, queueTopic, systemInfoTopic, teamUsersTopic, userTopic, type Topic } from '../protocol/topic.ts';
import type { Markup } from '../protocol/xml.ts';
import { dialogObject, dialogUri } from './dialog-object.ts';
import type { Directory } from './directory.ts';
import { field, wrap } from './markup.ts';
import { systemInfoSummary } from './system-info-object.ts';
import { teamMessageObject, teamMessageUri } from './team-message-object.ts';
import { userObject, userSummary } from './user-object.ts';

/** The verb of an update: what a GET of `source` would show has been added, changed or removed. */
type Verb = 'POST' | 'PUT' | 'DELETE';

interface Update {
  readonly data: Markup;
  readonly verb: Verb;
  readonly requestId?: string | undefined;
  readonly source: string;
}

/**
 * The `<Update>` of an entry.
 * @param node where it is published: a team's node shows a summary of the user, the user's own the whole object
 */
export const updateOf = (entry: Entry, node: Topic, directory: Directory): Markup => {
  if (entry.event.type === 'agent-error') return errorUpdate(entry.event);
  const { data, verb, requestId = '', source } = describe(entry, entry.event, { node, directory });
  return wrap(
    'Update',
    wrap('data', data),
    field('event', verb),
    field('requestId', requestId),
    field('source', source),
  );
};

/** As captured from Finesse 12.5, which writes errors in another order than objects, and the verb in lower case. */
const errorUpdate = ({ agent, errorType, errorMessage, errorData, requestId = '' }: AgentErrorEvent): Markup => {
  const fields = [field('errorType', errorType), field('errorMessage', errorMessage), field('errorData', errorData)];
  return wrap(
    'Update',
    wrap('data', wrap('apiErrors', wrap('apiError', ...fields))),
    field('requestId', requestId),
    field('source', userTopic(agent)),
    field('event', 'put'),
  );
};

interface Place {
  readonly node: Topic;
  readonly directory: Directory;
}

const describe = (
  { cursor }: Entry,
  event: Exclude<Entry['event'], AgentErrorEvent>,
  { node, directory }: Place,
): Update => {
  switch (event.type) {
    case 'agent-state':
      return userUpdate(event, node, directory);
    case 'dialog':
      return dialogUpdate(event, directory);
    case 'team-message':
      return { data: teamMessageObject(event, cursor, directory), verb: 'POST', source: teamMessageUri(cursor) };
    case 'queue-statistics':
      return { data: queueObject(event), verb: 'PUT', source: queueTopic(event.queue) };
    case 'system-info':
      return { data: systemInfoSummary(event), verb: 'PUT', source: systemInfoTopic };
  }
};

/** The whole `<user>`, or its summary on a team's node; of a stranger, what the event tells. */
const userUpdate = (event: AgentStateEvent, node: Topic, directory: Directory): Update => {
  const { agent: id, state, at: since, reasonCode, requestId } = event;
  const isSummary = event.team !== undefined && node === teamUsersTopic(event.team);
  const agent = directory.agents.get(id);
  const status = { state, since, reasonCode, isClaimed: true };
  return {
    data:
      agent && !isSummary
        ? userObject('user', { agent, status, directory })
        : userSummary('user', { id, agent, status }),
    verb: 'PUT',
    requestId,
    source: isSummary ? node : userTopic(id),
  };
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
  const call = { newest: event, legs: [event] };
  return verb === 'PUT'
    ? { data: dialogObject('dialog', call, directory), verb, source: dialogUri(event.dialog) }
    : {
        data: wrap('dialogs', dialogObject('Dialog', call, directory)),
        verb,
        source: dialogsTopic(event.agent),
      };
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
