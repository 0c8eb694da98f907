// For tests: two logins, byte by byte.
import { encodeSaslText } from '../../../servers/protocol/xmpp.ts';
import { framing, sasl, pubsub, jid, caps, features, iq, type ExplainedFrame } from './frames.ts';

/** What Cisco's shipped client and Openfire say to one another, byte by byte. */
export const login: readonly ExplainedFrame[] = [
  [
    'sent',
    `<open xmlns='${framing}' to='finesse.example.com' version='1.0'/>`,
    /^Opens the stream: the client names the domain it wants, finesse\.example\.com$/,
    'RFC 7395 §3.4',
  ],
  [
    'received',
    `<open xmlns="${framing}" from="finesse.example.com" id="8w0kq0xq1z" xml:lang="en" version="1.0"/>`,
    /^Opens the server's side, as stream 8w0kq0xq1z$/,
    'RFC 7395 §3.4',
  ],
  [
    'received',
    features(`<mechanisms xmlns="${sasl}"><mechanism>PLAIN</mechanism></mechanisms>${caps}`),
    /^Offers the login: PLAIN$/,
    'RFC 6120 §6.4.1, XEP-0115 §6.3',
  ],
  [
    'sent',
    `<auth xmlns='${sasl}' mechanism='PLAIN'>ADEwMDEwMDEAc2VjcmV0</auth>`,
    /^Logs in with PLAIN: base64 of \\0 1001001 \\0 ••••$/,
    'RFC 4616 §2',
  ],
  ['received', `<success xmlns="${sasl}"/>`, /^The login succeeded; the stream restarts next$/, 'RFC 6120 §6.4.6'],
  [
    'sent',
    `<open xmlns='${framing}' to='finesse.example.com' version='1.0'/>`,
    /^Restarts the stream: .* without a <close\/> between$/,
    'RFC 7395 §3.7',
  ],
  [
    'received',
    `<open xmlns="${framing}" from="finesse.example.com" id="8w0kq0xq1z" xml:lang="en" version="1.0"/>`,
    /^Restarts the server's side as well/,
    'RFC 7395 §3.7',
  ],
  [
    'received',
    features(
      `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><session xmlns="urn:ietf:params:xml:ns:xmpp-session"><optional/></session>${caps}`,
    ),
    /bind a resource, start a session/,
    'RFC 6120 §7.4, XEP-0115 §6.3',
  ],
  [
    'sent',
    iq(
      `type='set' id='_bind_auth_2'`,
      `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>desktop</resource></bind>`,
    ),
    /^Asks for the resource desktop$/,
    'RFC 6120 §7.7',
  ],
  [
    'received',
    iq(
      `type="result" id="_bind_auth_2" to="${jid}"`,
      `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>${jid}</jid></bind>`,
    ),
    /^The resource is bound: this client is 1001001@finesse\.example\.com\/desktop$/,
    'RFC 6120 §7.7',
  ],
  [
    'sent',
    iq(`type='set' id='_session_auth_2'`, `<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>`),
    /^Asks for a session/,
    'RFC 3921 §3',
  ],
  ['received', iq(`type="result" id="_session_auth_2" to="${jid}"`), /^The session stands/, 'RFC 3921 §3'],
  ['sent', `<presence xmlns='jabber:client'/>`, /^Says that the client is there$/, 'RFC 6121 §4.2'],
  ['received', `<presence xmlns="jabber:client" from="${jid}" to="${jid}"/>`, /^The server confirms/, 'RFC 6121 §4.2'],
  [
    'received',
    `<presence xmlns="jabber:client" from="finesse@finesse.example.com/svc" to="${jid}">${caps}</presence>`,
    /^The back end is there, finesse@finesse\.example\.com\/svc: only now a Finesse desktop says connected$/,
    'RFC 6121 §4.2',
  ],
  [
    'sent',
    iq(
      `from='${jid}' to='pubsub.finesse.example.com' type='set' id='a:subscribenode'`,
      `<pubsub xmlns='${pubsub}'><subscribe node='/finesse/api/User/1001001' jid='${jid}'/></pubsub>`,
    ),
    /^Subscribes 1001001@finesse\.example\.com\/desktop to \/finesse\/api\/User\/1001001$/,
    'XEP-0060 §6.1.1',
  ],
  [
    'received',
    iq(
      `type="result" id="a:subscribenode" from="pubsub.finesse.example.com" to="${jid}"`,
      `<pubsub xmlns="${pubsub}"><subscription node="/finesse/api/User/1001001" jid="${jid}" subscription="subscribed"><subscribe-options/></subscription></pubsub>`,
    ),
    /^Subscribed to \/finesse\/api\/User\/1001001/,
    'XEP-0060 §6.1.2',
  ],
  [
    'sent',
    iq(`type='get' to='finesse.example.com' id='b:ping'`, `<ping xmlns='urn:xmpp:ping'/>`),
    /^Ping: the client asks whether the server is there$/,
    'XEP-0199 §4.2',
  ],
  [
    'received',
    iq(`type='result' from='finesse.example.com' id='b:ping'`),
    /^Pong: the server is there$/,
    'XEP-0199 §4.2',
  ],
  ['sent', `<close xmlns="${framing}"/>`, /^Closes the stream: the client has said all/, 'RFC 7395 §3.6'],
  [
    'received',
    `<close xmlns="${framing}" see-other-uri="wss://b.example.com/ws/"/>`,
    /^Closes the stream: go on at wss:\/\/b\.example\.com\/ws\/$/,
    'RFC 7395 §3.6',
  ],
];

const saslStep = (name: string, message: string, attributes = ''): string =>
  `<${name} xmlns="${sasl}"${attributes}>${encodeSaslText(message)}</${name}>`;

/** The example of RFC 5802 §5. */
export const scram: readonly ExplainedFrame[] = [
  [
    'received',
    features(`<mechanisms xmlns="${sasl}"><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms>`),
    /^Offers the login: SCRAM-SHA-1, PLAIN$/,
    'RFC 6120 §6.4.1',
  ],
  [
    'sent',
    saslStep('auth', 'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL', ' mechanism="SCRAM-SHA-1"'),
    /^Logs in with SCRAM-SHA-1 as user, with the nonce fyko\+d2lbbFgONRv9qkxdawL; no password travels$/,
    'RFC 5802 §3',
  ],
  [
    'received',
    saslStep('challenge', 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096'),
    /the nonce grew to fyko\S+; the proof takes 4096 rounds/,
    'RFC 5802 §3',
  ],
  [
    'sent',
    saslStep('response', 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts='),
    /^Proves that it knows the password: c=biws, the same nonce, p=••••$/,
    'RFC 5802 §3',
  ],
  [
    'received',
    saslStep('success', 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ='),
    /the server proves .* v=rmF9pqV8S7suAoZWja4dJRkFsKQ=$/,
    'RFC 5802 §3',
  ],
];
