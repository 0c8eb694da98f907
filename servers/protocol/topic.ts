// Topics: Finesse's node names, so that one name serves as `topic=` on every wire and as the PubSub node of XMPP.
import { LabError } from './errors.ts';
import type { AgentEvent } from './event.ts';

/** A node name such as `/finesse/api/User/1001001`; every entry is also on {@link everythingTopic}. */
export type Topic = `/${string}`;

/** The topic that every entry is on. */
export const everythingTopic: Topic = '/lab/events';

export const userTopic = (agent: string): Topic => `/finesse/api/User/${agent}`;
export const dialogsTopic = (agent: string): Topic => `/finesse/api/User/${agent}/Dialogs`;
export const teamUsersTopic = (team: string): Topic => `/finesse/api/Team/${team}/Users`;
export const teamMessagesTopic = (team: string): Topic => `/finesse/api/Team/${team}/TeamMessages`;
export const queueTopic = (queue: string): Topic => `/finesse/api/Queue/${queue}`;
/** Whether the system is in service. */
export const systemInfoTopic: Topic = '/finesse/api/SystemInfo';

const topicPattern = /^\/[\x21-\x7e]{1,199}$/;

/** @throws {LabError} LAB_TOPIC_INVALID */
export const parseTopic = (text: string): Topic => {
  if (topicPattern.test(text)) return text as Topic;
  throw new LabError(
    'LAB_TOPIC_INVALID',
    `The topic ${JSON.stringify(text.slice(0, 60))} is not a node name such as /finesse/api/User/1001001.`,
  );
};

/** The nodes an event belongs to, as Finesse would publish it; {@link everythingTopic} is added by the feed. */
export const topicsOf = (event: AgentEvent): readonly Topic[] => {
  switch (event.type) {
    case 'agent-state':
      return event.team === undefined ? [userTopic(event.agent)] : [userTopic(event.agent), teamUsersTopic(event.team)];
    case 'dialog':
      return [dialogsTopic(event.agent)];
    case 'team-message':
      return [teamMessagesTopic(event.team)];
    case 'queue-statistics':
      return [queueTopic(event.queue)];
    case 'agent-error':
      return [userTopic(event.agent)];
    case 'system-info':
      return [systemInfoTopic];
  }
};
