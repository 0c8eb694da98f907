// What each opening offers, and the capabilities that stand beside it (RFC 6120 §4.3.2, XEP-0115).
import { element, type Markup } from '../protocol/xml.ts';
import { namespaces } from '../protocol/xmpp.ts';
import { mechanisms } from './sasl.ts';

/** An identity and its features: what a disco#info answer would hold (XEP-0030 §3.1). */
export interface Capabilities {
  /** The program, as a URL. */
  readonly program: string;
  /** `category/type/lang/name`. */
  readonly identity: string;
  readonly features: readonly string[];
  /** XEP-0115 §5.1: base64 of SHA-1 over identity and features, each with `<` behind it. */
  readonly verification: string;
}

/** The server itself. */
export const serverCapabilities: Capabilities = {
  program: 'https://www.igniterealtime.org/projects/openfire/',
  identity: 'server/im//Transport Lab',
  features: [namespaces.roster, namespaces.ping],
  verification: 'gEOVX43wmun9OqHolW2lmAAt7yY=',
};

/** The back-end user `finesse`, whose presence tells a desktop that the service is there. */
export const backEndCapabilities: Capabilities = {
  program: 'http://www.igniterealtime.org/projects/smack',
  identity: 'client/pc//Smack',
  features: [namespaces.caps, namespaces.pubsub],
  verification: 'ARUAw2SUhIEImWJqwsRQRRB/WrI=',
};

/** `<c/>` (XEP-0115 §4). */
export const capabilitiesElement = ({ program, verification }: Capabilities): Markup =>
  element('c', { xmlns: namespaces.caps, hash: 'sha-1', node: program, ver: verification });

const featuresFrame = (...features: readonly Markup[]): Markup =>
  element(
    'stream:features',
    { 'xmlns:stream': namespaces.stream },
    ...features,
    capabilitiesElement(serverCapabilities),
  );

/** Before SASL: its mechanisms (RFC 6120 §6.4.1). RFC 7395 §3.9: never STARTTLS. */
export const saslFeatures: Markup = featuresFrame(
  element(
    'mechanisms',
    { xmlns: namespaces.sasl },
    ...mechanisms.map((mechanism) => element('mechanism', {}, mechanism)),
  ),
);

/** After SASL: bind (RFC 6120 §7.4), and the session that RFC 3921 §3 had, which old clients ask for. */
export const bindFeatures: Markup = featuresFrame(
  element('bind', { xmlns: namespaces.bind }),
  element('session', { xmlns: namespaces.session }, element('optional')),
);
