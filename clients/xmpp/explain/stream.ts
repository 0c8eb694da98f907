// Explains what opens, offers, breaks and closes a stream (RFC 7395 §3.4 to §3.7, RFC 6120 §4).
import { childElements, childOf, textOf, type XmlElement } from '../../../servers/protocol/xml.ts';
import { isElement, namespaces } from '../../../servers/protocol/xmpp.ts';
import { inBrackets, lookUp, short, type Direction, type Explanation, type Memory } from './explanation.ts';

/** `undefined`: the frame is none of these. */
export const explainStream = (direction: Direction, frame: XmlElement, memory: Memory): Explanation | undefined => {
  if (isElement(frame, 'framing', 'open')) return explainOpen(direction, frame, memory);
  if (isElement(frame, 'framing', 'close')) return explainClose(direction, frame);
  if (isElement(frame, 'stream', 'features')) return explainFeatures(frame);
  if (isElement(frame, 'stream', 'error')) return explainStreamError(frame);
  return undefined;
};

const explainOpen = (direction: Direction, { attributes }: XmlElement, { restarts }: Memory): Explanation => {
  const { to = 'no domain', id = 'without an id' } = attributes;
  if (restarts.delete(direction)) {
    return {
      title:
        direction === 'sent'
          ? 'Restarts the stream: who has logged in begins anew, without a <close/> between'
          : `Restarts the server's side as well, as stream ${short(id)}`,
      specification: 'RFC 7395 §3.7',
    };
  }
  return {
    title:
      direction === 'sent'
        ? `Opens the stream: the client names the domain it wants, ${short(to)}`
        : `Opens the server's side, as stream ${short(id)}`,
    specification: 'RFC 7395 §3.4',
  };
};

const explainClose = (direction: Direction, { attributes }: XmlElement): Explanation => {
  const elsewhere = attributes['see-other-uri'];
  const who = direction === 'sent' ? 'the client' : 'the server';
  return {
    title:
      elsewhere === undefined
        ? `Closes the stream: ${who} has said all, the WebSocket closes next`
        : `Closes the stream: go on at ${short(elsewhere)}`,
    specification: 'RFC 7395 §3.6',
  };
};

/** Features by `{namespace}name`, in a reader's words. */
const featureWords: Readonly<Record<string, string>> = {
  [`{${namespaces.bind}}bind`]: 'bind a resource',
  [`{${namespaces.session}}session`]: 'start a session (for old clients)',
  [`{${namespaces.streamManagement}}sm`]: 'manage the stream (XEP-0198)',
  '{urn:xmpp:sm:2}sm': 'manage the stream (an older XEP-0198)',
  '{urn:ietf:params:xml:ns:xmpp-tls}starttls': 'encrypt (STARTTLS)',
  '{urn:xmpp:features:rosterver}ver': 'roster versions',
  '{urn:xmpp:features:pre-approval}sub': 'approve subscriptions in advance',
  '{http://jabber.org/features/iq-auth}auth': 'log in as before SASL',
};

const explainFeatures = (features: XmlElement): Explanation => {
  const caps = childOf(features, 'c', namespaces.caps) ? ', XEP-0115 §6.3' : '';
  const mechanisms = childOf(features, 'mechanisms', namespaces.sasl);
  if (mechanisms) {
    const names = childElements(mechanisms).map((mechanism) => textOf(mechanism));
    return {
      title: `Offers the login: ${short(names.join(', ') || 'no mechanism at all')}`,
      specification: `RFC 6120 §6.4.1${caps}`,
    };
  }
  const offers = childElements(features).filter(({ namespace }) => namespace !== namespaces.caps);
  if (offers.length === 0) return { title: 'Offers nothing more', specification: `RFC 6120 §4.3.2${caps}` };
  const words = offers.map(({ name, namespace }) => lookUp(featureWords, `{${namespace}}${name}`) ?? name);
  return {
    title: `Offers what comes after the login: ${short([...new Set(words)].join(', '), 160)}`,
    specification: `RFC 6120 ${childOf(features, 'bind', namespaces.bind) ? '§7.4' : '§4.3.2'}${caps}`,
  };
};

/** RFC 6120 §4.9.3, those that a Finesse desktop may meet. */
const streamErrorWords: Readonly<Record<string, string>> = {
  conflict: 'another client took this address',
  'connection-timeout': 'the other side was silent for too long',
  'host-unknown': 'the server does not serve this domain',
  'invalid-from': 'a stanza claimed a sender that it is not',
  'not-authorized': 'something that needs a login came before it',
  'not-well-formed': 'a frame was not XML',
  'policy-violation': 'a rule of this server was broken',
  'resource-constraint': 'the server has no room for this client',
  'restricted-xml': 'a comment, an entity or the like, which XMPP forbids',
  'see-other-host': 'go on at another server',
  'system-shutdown': 'the server goes down',
  'unsupported-stanza-type': 'neither message nor presence nor iq',
};

const explainStreamError = (error: XmlElement): Explanation => {
  const [condition, ...others] = childElements(error);
  const name = condition?.name ?? 'undefined-condition';
  const text = childOf(error, 'text', namespaces.streamErrors);
  const specific = others.find(({ namespace }) => namespace !== namespaces.streamErrors)?.name ?? '';
  return {
    title:
      `Ends the stream with the error ${short(name)}` +
      inBrackets(lookUp(streamErrorWords, name) ?? '', specific, text ? `“${short(textOf(text))}”` : ''),
    specification: 'RFC 6120 §4.9.3',
  };
};
