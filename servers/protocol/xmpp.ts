// XMPP as both sides write it: namespaces, stream frames (RFC 7395), SASL PLAIN (RFC 4616) and stanzas (RFC 6120).
import {
  childElements,
  childOf,
  element,
  escapeXml,
  textOf,
  type AttributeValues,
  type Markup,
  type XmlElement,
} from './xml.ts';

/** Every namespace that the lab's XMPP speaks; each frame declares those it uses (RFC 7395 §3.3.1). */
export const namespaces = {
  /** RFC 7395 §3.3.2. */
  framing: 'urn:ietf:params:xml:ns:xmpp-framing',
  /** RFC 6120 §4.8.2: the content namespace of a client's stream. */
  client: 'jabber:client',
  /** RFC 6120 §4.8.1. */
  stream: 'http://etherx.jabber.org/streams',
  /** RFC 6120 §4.9.2. */
  streamErrors: 'urn:ietf:params:xml:ns:xmpp-streams',
  /** RFC 6120 §8.3.2. */
  stanzaErrors: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  /** RFC 6120 §6.2. */
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  /** RFC 6120 §7.2. */
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  /** RFC 3921 §3; RFC 6121 dropped it, old clients still ask for it. */
  session: 'urn:ietf:params:xml:ns:xmpp-session',
  /** RFC 6121 §2.1.1. */
  roster: 'jabber:iq:roster',
  /** XEP-0199 §2. */
  ping: 'urn:xmpp:ping',
  /** XEP-0115 §4. */
  caps: 'http://jabber.org/protocol/caps',
  /** XEP-0060 §15.2. */
  pubsub: 'http://jabber.org/protocol/pubsub',
  pubsubEvent: 'http://jabber.org/protocol/pubsub#event',
  pubsubErrors: 'http://jabber.org/protocol/pubsub#errors',
  pubsubOwner: 'http://jabber.org/protocol/pubsub#owner',
  pubsubNodeConfig: 'http://jabber.org/protocol/pubsub#node_config',
  /** XEP-0004 §7. */
  dataForm: 'jabber:x:data',
  /** XEP-0030 §8. */
  discoInfo: 'http://jabber.org/protocol/disco#info',
  discoItems: 'http://jabber.org/protocol/disco#items',
  /** XEP-0059 §5. */
  resultSet: 'http://jabber.org/protocol/rsm',
  /** XEP-0198 §2. */
  streamManagement: 'urn:xmpp:sm:3',
  /** XEP-0203 §5. */
  delay: 'urn:xmpp:delay',
  /** XEP-0124 §23. */
  bosh: 'http://jabber.org/protocol/httpbind',
  /** XEP-0206 §7. */
  boshXmpp: 'urn:xmpp:xbosh',
  /** Our own: what an entry has that Finesse's objects have no room for. */
  lab: 'urn:transport-lab:entry',
} as const;

/** The WebSocket subprotocol (RFC 7395 §3.1). */
export const xmppSubprotocol = 'xmpp';

/** The version both sides speak (RFC 6120 §4.7.5). */
export const xmppVersion = '1.0';

/** The address of a domain's PubSub service, as Openfire names it. */
export const pubsubServiceOf = (domain: string): string => `pubsub.${domain}`;

/** `<open/>`: begins a stream (RFC 7395 §3.4). The attributes stand between `xmlns` and `version`, as Openfire writes them. */
export const openFrame = (attributes: AttributeValues): Markup =>
  element('open', { xmlns: namespaces.framing, ...attributes, version: xmppVersion });

/** `<close/>`: ends a stream (RFC 7395 §3.6). */
export const closeFrame = element('close', { xmlns: namespaces.framing });

/** `<close/>` that says where to go on (RFC 7395 §3.6.1). */
export const movedFrame = (uri: string): Markup =>
  element('close', { xmlns: namespaces.framing, 'see-other-uri': uri });

/** What a client proves itself with (RFC 4616 §2). */
export interface PlainCredentials {
  /** Whom to act as; empty = the account itself. */
  readonly authzid: string;
  readonly authcid: string;
  readonly password: string;
}

/** RFC 4616 §2 [spec] "message = [authzid] UTF8NUL authcid UTF8NUL passwd", in base64 (RFC 6120 §6.4.2). */
export const encodePlain = ({ authzid, authcid, password }: PlainCredentials): string =>
  encodeSaslText(`${authzid}\0${authcid}\0${password}`);

/** Why a SASL message was refused: the failure condition of the same name (RFC 6120 §6.5). */
export type SaslEncodingFault = 'incorrect-encoding' | 'malformed-request';

const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The text in a SASL element. A lone `=` is an empty message (RFC 6120 §6.4.2). */
export const decodeSaslText = (text: string): { readonly message: string } | SaslEncodingFault => {
  if (text === '=') return { message: '' };
  if (!base64Pattern.test(text)) return 'incorrect-encoding';
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  try {
    return { message: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    // RFC 4616 §2, RFC 5802 §5: messages are UTF-8; the reason needs no more words than the condition has.
    return 'malformed-request';
  }
};

/** Base64 of a SASL message, as it stands in an element. */
export const encodeSaslText = (message: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(message)));

/** Reads a PLAIN message. */
export const decodePlain = (text: string): PlainCredentials | SaslEncodingFault => {
  const decoded = decodeSaslText(text);
  if (typeof decoded === 'string') return decoded;
  const [authzid, authcid, password, ...rest] = decoded.message.split('\0');
  if (authzid === undefined || !authcid || !password || rest.length > 0) return 'malformed-request';
  return { authzid, authcid, password };
};

/** `<auth mechanism="PLAIN">` with its initial response (RFC 6120 §6.4.2). */
export const plainFrame = (credentials: PlainCredentials): Markup =>
  element('auth', { xmlns: namespaces.sasl, mechanism: 'PLAIN' }, encodePlain(credentials));

/** Attributes of an `<iq>`, in Openfire's order (RFC 6120 §8.1). */
export interface IqAttributes {
  readonly type: 'get' | 'set' | 'result' | 'error';
  readonly id: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** `<iq>` with its payload (RFC 6120 §8.2.3). */
export const iqFrame = ({ type, id, from, to }: IqAttributes, ...payload: readonly Markup[]): Markup =>
  element('iq', { xmlns: namespaces.client, type, id, from, to }, ...payload);

/** Asks for a resource (RFC 6120 §7.7.1). */
export const bindRequest = (id: string, resource: string): Markup =>
  iqFrame(
    { type: 'set', id },
    element('bind', { xmlns: namespaces.bind }, element('resource', {}, escapeXml(resource))),
  );

/** XEP-0199 §4.2: a client asks whether its server is there. */
export const pingRequest = (id: string, to: string): Markup =>
  iqFrame({ type: 'get', id, to }, element('ping', { xmlns: namespaces.ping }));

/** Initial presence (RFC 6121 §4.2): here I am. */
export const presenceFrame = element('presence', { xmlns: namespaces.client });

/** Whether an element is called so and lives in that namespace. */
export const isElement = (candidate: XmlElement, namespace: keyof typeof namespaces, name: string): boolean =>
  candidate.name === name && candidate.namespace === namespaces[namespace];

/** The condition that an error holds first: of `<stream:error>`, `<failure>` and `<error>` alike (RFC 6120 §4.9.2, §8.3.2). */
export const conditionOf = (error: XmlElement | undefined): string =>
  (error && childElements(error)[0]?.name) ?? 'undefined-condition';

/** The full JID that a bind answer names (RFC 6120 §7.7.1). */
export const boundJid = (iq: XmlElement): string => {
  const bind = childOf(iq, 'bind', namespaces.bind);
  const jid = bind && childOf(bind, 'jid');
  return jid ? textOf(jid) : '';
};

/** XEP-0198 §3: asks the server to count, and to keep the session when the connection is lost. */
export const enableFrame = element('enable', { xmlns: namespaces.streamManagement, resume: 'true' });

/** XEP-0198 §5: goes on with the stream `previousId`, of which `handled` stanzas have come. */
export const resumeFrame = (previousId: string, handled: number): Markup =>
  element('resume', { xmlns: namespaces.streamManagement, previd: previousId, h: handled });

/** XEP-0198 §4. */
export const ackFrame = (handled: number): Markup => element('a', { xmlns: namespaces.streamManagement, h: handled });
