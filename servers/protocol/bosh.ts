// BOSH as both sides write it: `<body/>` around stanzas, request ids, and how a session ends (XEP-0124, XEP-0206).
import { childElements, element, type AttributeValues, type Markup, type XmlElement } from './xml.ts';
import { isElement, namespaces, xmppVersion } from './xmpp.ts';

/** The version of XEP-0124 that this is, as every client in the field writes it. */
export const boshVersion = '1.6';

/** What requests and answers are sent as (XEP-0124 §5). */
export const boshContentType = 'text/xml; charset=utf-8';

/** `<body>` with its content. */
export const bodyFrame = (attributes: AttributeValues, ...content: readonly Markup[]): Markup =>
  element('body', { xmlns: namespaces.bosh, ...attributes }, ...content);

/** A request as it was read. */
export interface BoshBody {
  /** Whole number of at most 53 bits (XEP-0124 §14.1); `undefined` = it is none. */
  readonly rid: number | undefined;
  readonly sid: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether the stream starts anew after SASL (XEP-0206 §5). */
  readonly isRestart: boolean;
  readonly isTerminate: boolean;
  readonly stanzas: readonly XmlElement[];
}

const xmppAttribute = (name: string): string => `{${namespaces.boshXmpp}}${name}`;

/** Version of XMPP that a body names (XEP-0206 §3). */
export const versionOf = ({ attributes }: BoshBody): string | undefined => attributes[xmppAttribute('version')];

/** Reads `<body/>`; `undefined` = it is another element. */
export const readBody = (body: XmlElement): BoshBody | undefined => {
  if (!isElement(body, 'bosh', 'body')) return undefined;
  const { rid = '', sid, type } = body.attributes;
  const number = /^\d{1,16}$/.test(rid) ? Number(rid) : Number.NaN;
  return {
    rid: number > 0 && number <= Number.MAX_SAFE_INTEGER ? number : undefined,
    sid,
    attributes: body.attributes,
    isRestart: ['true', '1'].includes(body.attributes[xmppAttribute('restart')] ?? ''),
    isTerminate: type === 'terminate',
    stanzas: childElements(body).map(asStanza),
  };
};

/** XEP-0206 §2: many clients forget the namespace of their stanzas, which then have the body's. */
const asStanza = (child: XmlElement): XmlElement => {
  const isForgotten = child.namespace === namespaces.bosh && ['iq', 'message', 'presence'].includes(child.name);
  return isForgotten ? { ...child, namespace: namespaces.client } : child;
};

/** Asks for a session (XEP-0124 §7.1, XEP-0206 §3). */
export const creationBody = (wish: {
  readonly rid: number;
  readonly to: string;
  readonly waitSeconds: number;
}): Markup =>
  bodyFrame({
    rid: wish.rid,
    to: wish.to,
    wait: wish.waitSeconds,
    hold: 1,
    ver: boshVersion,
    content: boshContentType,
    'xml:lang': 'en',
    'xmlns:xmpp': namespaces.boshXmpp,
    'xmpp:version': xmppVersion,
  });

/** Restarts the stream (XEP-0206 §5). */
export const restartBody = (at: { readonly rid: number; readonly sid: string; readonly to: string }): Markup =>
  bodyFrame({
    ...at,
    'xml:lang': 'en',
    'xmlns:xmpp': namespaces.boshXmpp,
    'xmpp:restart': 'true',
  });

/** Why a session ends: one of the terminal binding conditions (XEP-0124 §17.2). */
export type BoshCondition =
  | 'bad-request'
  | 'host-unknown'
  | 'improper-addressing'
  | 'internal-server-error'
  | 'item-not-found'
  | 'policy-violation'
  | 'remote-stream-error'
  | 'system-shutdown';

/** An answer without anything in it. */
export const emptyBody: Markup = bodyFrame({});

/** The lower of two versions, number by number (XEP-0124 §7.2, `ver`). */
export const lowerVersion = (theirs: string | undefined): string => {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})$/.exec(theirs ?? '') ?? [];
  const [ownMajor = 1, ownMinor = 6] = boshVersion.split('.').map(Number);
  if (major === undefined || minor === undefined) return boshVersion;
  const isLower = Number(major) < ownMajor || (Number(major) === ownMajor && Number(minor) < ownMinor);
  return isLower ? `${Number(major)}.${Number(minor)}` : boshVersion;
};

/** The end of a session. @param condition none = the client asked for it */
export const terminateBody = (condition: BoshCondition | undefined, ...content: readonly Markup[]): Markup =>
  bodyFrame({ 'xmlns:stream': namespaces.stream, type: 'terminate', condition }, ...content);
