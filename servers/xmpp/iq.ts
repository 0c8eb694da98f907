// The rules of iq (RFC 6120 §8.2.3), who is asked, and the handlers.
import { LabError } from '../protocol/errors.ts';
import { childElements, element, type Markup, type XmlElement } from '../protocol/xml.ts';
import { iqFrame, namespaces } from '../protocol/xmpp.ts';
import { refuse, result, type Answer, type IqRequest } from './answer.ts';
import { bareJid, formatJid, parseJid, type Jid } from './jid.ts';
import { answerPubSub } from './pubsub.ts';
import type { Session } from './session.ts';
import { stanzaErrorElement, stanzaErrorOf } from './stanza-errors.ts';

type Handler = (request: IqRequest, session: Session) => Answer;

/** What the server itself answers, on its own and on the account's behalf, by type, namespace and name. */
const serverHandlers: Readonly<Record<string, Handler>> = {
  [`get ${namespaces.ping} ping`]: () => result(),
  [`get ${namespaces.roster} query`]: () => result(element('query', { xmlns: namespaces.roster })),
  // RFC 3921 §3: a session begins with bind; the request is answered and means nothing.
  [`set ${namespaces.session} session`]: () => result(),
  // RFC 6120 §7.6.2: a second resource on one stream is not offered.
  [`set ${namespaces.bind} bind`]: () => refuse('not-allowed'),
};

const pubsubHandlers: Readonly<Record<string, Handler>> = {
  [`get ${namespaces.ping} ping`]: () => result(),
  [`get ${namespaces.pubsub} pubsub`]: answerPubSub,
  [`set ${namespaces.pubsub} pubsub`]: answerPubSub,
};

/** The frame that answers an iq; `undefined` = it asks for nothing. */
export const answerIq = (iq: XmlElement, session: Session): Markup | undefined => {
  const { type, id, to } = iq.attributes;
  // RFC 6120 §8.2.3: an answer is never answered, or two servers would go on for ever.
  if (type === 'result' || type === 'error') return undefined;
  const address = to === undefined ? undefined : parseJid(to);
  const answer = to !== undefined && !address ? refuse('jid-malformed') : answerTo(iq, address, session);
  const from = address ? formatJid(address) : undefined;
  return answer.kind === 'result'
    ? iqFrame({ type: 'result', id, from, to: session.full }, answer.payload)
    : iqFrame({ type: 'error', id, from, to: session.full }, stanzaErrorElement(answer.error));
};

const answerTo = (iq: XmlElement, address: Jid | undefined, session: Session): Answer => {
  const { type, id } = iq.attributes;
  const [payload, ...others] = childElements(iq);
  // RFC 6120 §8.2.3: an id, one of two types, exactly one child.
  if (!id || (type !== 'get' && type !== 'set') || !payload || others.length > 0) return refuse('bad-request');
  const handlers = handlersFor(address, session);
  if (!handlers) return refuse('remote-server-not-found');
  const handler = handlers[`${type} ${payload.namespace} ${payload.name}`];
  return handler ? carefully(handler, { type, payload }, session) : refuse('service-unavailable');
};

/** Nobody else is reachable: other people's sessions are not asked. `undefined` = the domain is not ours. */
const handlersFor = (
  address: Jid | undefined,
  { bare, service }: Session,
): Readonly<Record<string, Handler>> | undefined => {
  if (!address) return serverHandlers;
  if (address.domain === service.pubsubService) return address.local === undefined ? pubsubHandlers : {};
  if (address.domain !== service.domain) return undefined;
  const isServer = address.local === undefined;
  const isOwnAccount = bareJid(address) === bare && address.resource === undefined;
  return isServer || isOwnAccount ? serverHandlers : {};
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
