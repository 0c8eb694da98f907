// Which PubSub nodes exist: Finesse's own of the people and teams in the directory, the lab's, and those that clients make.
import type { Directory } from '../../finesse/directory.ts';
import { LabError } from '../../protocol/errors.ts';
import { isId } from '../../protocol/event.ts';
import {
  dialogsTopic,
  parseTopic,
  systemInfoTopic,
  teamMessagesTopic,
  teamUsersTopic,
  userTopic,
  type Topic,
} from '../../protocol/topic.ts';
import type { XmppService } from '../service.ts';
import { topicOf } from './followers.ts';
import type { OwnedNode } from './owned-node.ts';

/** A node that was found. */
export interface FoundNode {
  readonly name: string;
  /** What a client made; `undefined` = a topic of the feed, which nobody but the contact centre publishes on. */
  readonly owned: OwnedNode | undefined;
  /** Ids of its newest items, oldest first. */
  newestIds(count: number): readonly string[];
}

const userNode = /^\/finesse\/api\/User\/([^/]+)(?:\/Dialogs|\/Queues|\/Media\/[^/]+)?$/;
const teamNode = /^\/finesse\/api\/Team\/([^/]+)\/(?:Users|TeamMessages)$/;
const queueNode = /^\/finesse\/api\/Queue\/([^/]+)$/;

/** Where clients make no nodes: the contact centre's and the lab's own names. */
export const isReserved = (name: string): boolean => /^\/(finesse|lab)\//.test(name);

/**
 * A topic is a node when the directory knows its agent or team, when it names a queue or the system, when it lies under
 * `/lab/`, or when something was published on it: a publisher may name topics of its own. Node ids keep their case.
 */
const isTopicOf = (node: Topic, { desk, feed }: XmppService): boolean => {
  const agent = userNode.exec(node)?.[1];
  const team = teamNode.exec(node)?.[1];
  return (
    node.startsWith('/lab/') ||
    node === systemInfoTopic ||
    (agent !== undefined && desk.directory.agents.has(agent)) ||
    (team !== undefined && desk.directory.teams.has(team)) ||
    isId(queueNode.exec(node)?.[1]) ||
    feed.board(1, node).entries.length > 0
  );
};

/** @throws {LabError} LAB_TOPIC_INVALID, which XMPP says as item-not-found */
export const findNode = (name: string, service: XmppService): FoundNode => {
  const owned = service.nodes.find(name);
  if (owned) return { name, owned, newestIds: (count) => owned.newestIds(count) };
  const topic = parseTopic(name);
  if (!isTopicOf(topic, service)) {
    throw new LabError('LAB_TOPIC_INVALID', `There is no node ${JSON.stringify(name.slice(0, 200))}.`);
  }
  const newestIds = (count: number): readonly string[] =>
    service.feed.board(count, topicOf(topic)).entries.map(({ cursor }) => cursor);
  return { name: topic, owned: undefined, newestIds };
};

/** Whether a name is taken by whomever. */
export const isTaken = (name: string, service: XmppService): boolean => {
  try {
    findNode(name, service);
    return true;
  } catch (cause) {
    if (cause instanceof LabError && cause.code === 'LAB_TOPIC_INVALID') return false;
    throw cause;
  }
};

/** The contact centre's own nodes, as discovery lists them. */
export const listFeedNodes = ({ agents, teams }: Directory): readonly Topic[] => [
  systemInfoTopic,
  ...[...teams.keys()].flatMap((id) => [teamUsersTopic(id), teamMessagesTopic(id)]),
  ...[...agents.keys()].flatMap((id) => [userTopic(id), dialogsTopic(id)]),
];
