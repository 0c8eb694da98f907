// The rules of iq (RFC 6120 §8.2.3), who is asked, and the handlers: a new payload is one line here.
import { LabError } from '../../protocol/errors.ts';
import { childElements, element, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { iqFrame, namespaces } from '../../protocol/xmpp.ts';
import { accountCapabilities } from '../capabilities.ts';
import { bareJid, formatJid, parseJid, type Jid } from '../jid.ts';
import { answerOwner } from '../pubsub/owner.ts';
import { answerPubSub } from '../pubsub/pubsub.ts';
import type { Session } from '../session/session.ts';
import { refuse, result, type Answer, type IqRequest } from './answer.ts';
import { backEndInfo, infoOf, nodeItems, noItems, pubsubInfo, serverInfo, serverItems } from './disco.ts';
import { forward } from './routing.ts';
import { stanzaErrorElement, stanzaErrorOf } from './stanza-errors.ts';

type Handler = (request: IqRequest, session: Session) => Answer;
/** By type, namespace and name of the payload. */
type Handlers = Readonly<Record<string, Handler>>;

const ping: Handlers = { [`get ${namespaces.ping} ping`]: () => result() };

/** What the server answers on an account's behalf as well as on its own. */
const shared: Handlers = {
  ...ping,
  // RFC 3921 §3: a session begins with bind; the request is answered and means nothing.
  [`set ${namespaces.session} session`]: () => result(),
  // RFC 6120 §7.6.2: a second resource on one stream is not offered.
  [`set ${namespaces.bind} bind`]: () => refuse('not-allowed'),
};

const serverHandlers: Handlers = {
  ...shared,
  [`get ${namespaces.discoInfo} query`]: serverInfo,
  [`get ${namespaces.discoItems} query`]: serverItems,
};

const accountHandlers: Handlers = {
  ...shared,
  // RFC 6121 §2.1.3: nobody has contacts here, and clients that ask want to hear just that.
  [`get ${namespaces.roster} query`]: () => result(element('query', { xmlns: namespaces.roster })),
  [`get ${namespaces.discoInfo} query`]: infoOf(accountCapabilities),
  [`get ${namespaces.discoItems} query`]: noItems,
};

const pubsubHandlers: Handlers = {
  ...ping,
  [`get ${namespaces.discoInfo} query`]: pubsubInfo,
  [`get ${namespaces.discoItems} query`]: nodeItems,
  [`get ${namespaces.pubsub} pubsub`]: answerPubSub,
  [`set ${namespaces.pubsub} pubsub`]: answerPubSub,
  [`get ${namespaces.pubsubOwner} pubsub`]: answerOwner,
  [`set ${namespaces.pubsubOwner} pubsub`]: answerOwner,
};

const backEndHandlers: Handlers = { ...ping, [`get ${namespaces.discoInfo} query`]: backEndInfo };

/** Answers an iq, hands it on to the session it is for, or lets it rest. */
export const receiveIq = (iq: XmlElement, session: Session): void => {
  const { type, to } = iq.attributes;
  const address = to === undefined ? undefined : parseJid(to);
  // RFC 6120 §8.2.3: an answer is never answered, or two servers would go on for ever.
  if (type === 'result' || type === 'error') {
    if (address) forward(iq, session, address);
    return;
  }
  if (to !== undefined && !address) return reply(iq, session, { from: to, answer: refuse('jid-malformed') });
  const fault = formFaultOf(iq);
  if (!fault && address && forward(iq, session, address)) return;
  const from = address && formatJid(address);
  reply(iq, session, { from, answer: fault ?? answerTo(iq, address, session) });
};

const reply = (
  { attributes: { id } }: XmlElement,
  { outlet, full: to }: Session,
  { from, answer }: { readonly from: string | undefined; readonly answer: Answer },
): void => {
  const content: Markup = answer.kind === 'result' ? answer.payload : stanzaErrorElement(answer.error);
  outlet.send(iqFrame({ type: answer.kind, id, from, to }, content));
};

/** RFC 6120 §8.2.3: an id, one of two types, exactly one child. */
const formFaultOf = (iq: XmlElement): Answer | undefined => {
  const { type, id } = iq.attributes;
  const isWellFormed = id && (type === 'get' || type === 'set') && childElements(iq).length === 1;
  return isWellFormed ? undefined : refuse('bad-request');
};

const answerTo = (iq: XmlElement, address: Jid | undefined, session: Session): Answer => {
  const type = iq.attributes['type'] === 'set' ? 'set' : 'get';
  const handlers = handlersFor(address, session);
  const [payload] = childElements(iq);
  if (!handlers || !payload) return refuse('remote-server-not-found');
  const handler = handlers[`${type} ${payload.namespace} ${payload.name}`];
  return handler ? carefully(handler, { type, payload }, session) : refuse('service-unavailable');
};

/** Other people's accounts are not asked: nobody here is anybody's contact. `undefined` = the domain is not ours. */
const handlersFor = (address: Jid | undefined, { bare, service }: Session): Handlers | undefined => {
  if (!address) return accountHandlers;
  if (address.domain === service.pubsubService) return address.local === undefined ? pubsubHandlers : {};
  if (address.domain !== service.domain) return undefined;
  if (address.local === undefined) return serverHandlers;
  if (address.local === 'finesse') return backEndHandlers;
  return bareJid(address) === bare && address.resource === undefined ? accountHandlers : {};
};

/** What the feed refuses becomes the stanza error of the same failure. */
const carefully = (handler: Handler, request: IqRequest, session: Session): Answer => {
  try {
    return handler(request, session);
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause;
    return { kind: 'error', error: stanzaErrorOf(cause) };
  }
};
