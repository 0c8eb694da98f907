// Service discovery (XEP-0030): what the server, its PubSub service and each node are, and what they hold.
import { everythingTopic } from '../../protocol/topic.ts';
import { childOf, element, type Markup } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import {
  backEndCapabilities,
  identityAndFeatures,
  nodeCapabilities,
  pubsubCapabilities,
  serverCapabilities,
  verificationOf,
  type Announced,
  type Capabilities,
} from '../capabilities.ts';
import { findNode, listFeedNodes } from '../pubsub/nodes.ts';
import { refusalFor } from '../pubsub/owned-items.ts';
import { partOf, setOf } from '../pubsub/result-set.ts';
import type { Session } from '../session/session.ts';
import { refuse, result, type Answer, type IqRequest } from './answer.ts';

type Handler = (request: IqRequest, session: Session) => Answer;

/** Items that one answer holds at most. */
const maximumItems = 200;

const infoAnswer = (capabilities: Capabilities, node?: string): Answer =>
  result(element('query', { xmlns: namespaces.discoInfo, node }, identityAndFeatures(capabilities)));

const itemsAnswer = (items: readonly Markup[], node?: string, set: Markup = ''): Answer =>
  result(element('query', { xmlns: namespaces.discoItems, node }, ...items, set));

/** Info about something that has no nodes. */
export const infoOf =
  (capabilities: Capabilities): Handler =>
  ({ payload }) =>
    payload.attributes['node'] === undefined ? infoAnswer(capabilities) : refuse('item-not-found');

/** XEP-0115 §6.2: whoever doubts a hash asks the node `program#ver`. */
const announcedInfo =
  (announced: Announced): Handler =>
  ({ payload }) => {
    const { node } = payload.attributes;
    const isKnown = node === undefined || node === `${announced.program}#${verificationOf(announced)}`;
    return isKnown ? infoAnswer(announced, node) : refuse('item-not-found');
  };

export const serverInfo = announcedInfo(serverCapabilities);
export const backEndInfo = announcedInfo(backEndCapabilities);

/** The server has one part that is worth finding. */
export const serverItems: Handler = ({ payload }, { service }) =>
  payload.attributes['node'] === undefined
    ? itemsAnswer([element('item', { jid: service.pubsubService, name: pubsubCapabilities.name })])
    : refuse('item-not-found');

export const noItems: Handler = ({ payload }) =>
  payload.attributes['node'] === undefined ? itemsAnswer([]) : refuse('item-not-found');

/** XEP-0060 §5.1 and §5.3. */
export const pubsubInfo: Handler = ({ payload }, { service }) => {
  const { node } = payload.attributes;
  if (node === undefined) return infoAnswer(pubsubCapabilities);
  findNode(node, service);
  return infoAnswer(nodeCapabilities, node);
};

/** XEP-0060 §5.2 and §5.5: the nodes of the service, or the items of a node, a page at a time (XEP-0059). */
export const nodeItems: Handler = ({ payload }, session) => {
  const { node } = payload.attributes;
  const { service } = session;
  if (node !== undefined) {
    const found = findNode(node, service);
    const refusal = found.owned && refusalFor(found.owned, session);
    if (refusal) return refusal;
    return itemsAnswer(
      found.newestIds(maximumItems).map((name) => element('item', { jid: service.pubsubService, name })),
      node,
    );
  }
  const names = [everythingTopic, ...listFeedNodes(service.desk.directory), ...service.nodes.names()];
  const asked = childOf(payload, 'set', namespaces.resultSet);
  const part = asked ? partOf(names, asked, maximumItems) : { start: 0, end: maximumItems };
  if (typeof part === 'string') return refuse(part);
  // Without a `<set/>` of the client's, one is added only where not all names fit.
  const set = asked || names.length > maximumItems ? setOf(names, part) : '';
  const page = names.slice(part.start, part.end);
  return itemsAnswer(
    page.map((name) => element('item', { jid: service.pubsubService, node: name })),
    undefined,
    set,
  );
};
