// Stream errors: what ends a stream, and the frame that says so.
import { element, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';

/** The conditions that this server sends (RFC 6120 §4.9.3), with the cause of each. */
export const streamErrors = {
  'not-well-formed': 'the frame is not one whole XML element',
  'restricted-xml': 'a comment, a processing instruction, a DTD or an entity (RFC 6120 §11.1)',
  'policy-violation': 'too deep, too large, too many wrong passwords, or a second `<open/>`',
  'host-unknown': '`to` of `<open/>` is another domain',
  'improper-addressing': '`<open/>` has no `to`, or it is no JID',
  'unsupported-version': '`version` of `<open/>` is missing or its major part is not 1',
  'invalid-namespace': '`<open/>` or a stanza is in a namespace that does not belong here',
  'not-authorized': 'a stanza before SASL and bind are through',
  'unsupported-stanza-type': 'an element that is neither iq, message nor presence',
  'invalid-from': '`from` is not the JID of the session',
  conflict: 'a newer session took the resource',
  'connection-timeout': 'the client took too long to log in',
  'resource-constraint': 'the client asks faster than it reads',
  'system-shutdown': 'the server drains',
  'undefined-condition': 'the client acknowledges more stanzas than it was sent (XEP-0198 §4)',
  'internal-server-error': 'the server met a fault of its own; its log has the cause',
} as const satisfies Readonly<Record<string, string>>;

/** One of {@link streamErrors}. */
export type StreamCondition = keyof typeof streamErrors;

/**
 * `<stream:error>`; its prefix is declared in the frame itself (RFC 7395 §3.5).
 * @param specific a condition of an application's own, beside the defined one (RFC 6120 §4.9.4)
 */
export const streamErrorFrame = (condition: StreamCondition, specific: Markup = ''): Markup =>
  element(
    'stream:error',
    { 'xmlns:stream': namespaces.stream },
    element(condition, { xmlns: namespaces.streamErrors }),
    specific,
  );

/** Whether a value is one of {@link streamErrors}. */
export const isStreamCondition = (value: unknown): value is StreamCondition =>
  typeof value === 'string' && Object.hasOwn(streamErrors, value);

/** What a frame is refused with that comes before its time (RFC 6120 §4.9.3.12), or in no namespace that belongs here. */
export const beforeLogin = ({ name, namespace }: XmlElement): StreamCondition => {
  if (['iq', 'message', 'presence'].includes(name) && namespace === namespaces.client) return 'not-authorized';
  // A second `<open/>` restarts only what SASL has just changed.
  if (name === 'open' && namespace === namespaces.framing) return 'policy-violation';
  return name === 'open' || namespace === namespaces.stream ? 'invalid-namespace' : 'unsupported-stanza-type';
};
