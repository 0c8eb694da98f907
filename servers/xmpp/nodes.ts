// Which PubSub nodes exist: Finesse's own of the people and teams in the directory, and the lab's.
import { LabError } from '../protocol/errors.ts';
import { isId } from '../protocol/event.ts';
import { parseTopic, type Topic } from '../protocol/topic.ts';
import type { XmppService } from './service.ts';

const userNode = /^\/finesse\/api\/User\/([^/]+)(?:\/Dialogs)?$/;
const teamNode = /^\/finesse\/api\/Team\/([^/]+)\/(?:Users|TeamMessages)$/;
const queueNode = /^\/finesse\/api\/Queue\/([^/]+)$/;

/**
 * A node exists when the directory knows its agent or team, when it names a queue, when it lies under `/lab/`, or when
 * something was published on it: a publisher may name topics of its own. Node ids keep their case.
 */
const nodeExists = (node: Topic, { desk, feed }: Pick<XmppService, 'desk' | 'feed'>): boolean => {
  const agent = userNode.exec(node)?.[1];
  const team = teamNode.exec(node)?.[1];
  return (
    node.startsWith('/lab/') ||
    (agent !== undefined && desk.directory.agents.has(agent)) ||
    (team !== undefined && desk.directory.teams.has(team)) ||
    isId(queueNode.exec(node)?.[1]) ||
    feed.board(1, node).entries.length > 0
  );
};

/** @throws {LabError} LAB_TOPIC_INVALID, which XMPP says as item-not-found */
export const findNode = (name: string, service: Pick<XmppService, 'desk' | 'feed'>): Topic => {
  const node = parseTopic(name);
  if (nodeExists(node, service)) return node;
  throw new LabError('LAB_TOPIC_INVALID', `There is no node ${JSON.stringify(name)}.`);
};
