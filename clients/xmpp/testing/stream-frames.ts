// For tests: what manages, refuses and carries a stream.
import { sasl, stanzas, pubsub, features, iq, type ExplainedFrame } from './frames.ts';

const sm = 'xmlns="urn:xmpp:sm:3"';

/** XEP-0198 §3 to §5. */
export const streamManagement: readonly ExplainedFrame[] = [
  [
    'received',
    features(`<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><sm ${sm}/>`),
    /bind a resource, manage the stream \(XEP-0198\)$/,
    'RFC 6120 §7.4',
  ],
  ['sent', `<enable ${sm} resume="true"/>`, /^Asks to manage the stream, and to resume it after a cut$/, 'XEP-0198 §3'],
  [
    'received',
    `<failed ${sm}><unexpected-request xmlns="${stanzas}"/></failed>`,
    /^The stream is not managed \(unexpected-request\)$/,
    'XEP-0198 §3',
  ],
  [
    'received',
    `<enabled ${sm} id="cbx2" max="60" resume="1"/>`,
    /it can be resumed within 60 s as cbx2$/,
    'XEP-0198 §3',
  ],
  ['received', `<enabled ${sm}/>`, /it cannot be resumed$/, 'XEP-0198 §3'],
  ['received', `<r ${sm}/>`, /^Asks how many stanzas have arrived at the client$/, 'XEP-0198 §4'],
  ['sent', `<a ${sm} h="1"/>`, /^The client has received 1 stanza so far$/, 'XEP-0198 §4'],
  ['received', `<a ${sm} h="x"/>`, /^The server has received an unknown number of stanzas so far$/, 'XEP-0198 §4'],
  ['sent', `<resume ${sm} previd="cbx2" h="2"/>`, /^Resumes the stream cbx2: 2 stanzas/, 'XEP-0198 §5'],
  ['received', `<resumed ${sm} previd="cbx2" h="5"/>`, /^The stream goes on: 5 stanzas/, 'XEP-0198 §5'],
  [
    'received',
    `<failed ${sm} h="5"><item-not-found xmlns="${stanzas}"/></failed>`,
    /^The old stream is gone \(item-not-found\)$/,
    'XEP-0198 §5',
  ],
];

/** Refusals of each kind. */
export const errors: readonly ExplainedFrame[] = [
  [
    'received',
    `<failure xmlns="${sasl}"><not-authorized/></failure>`,
    /^The login failed: not-authorized \(wrong name or wrong password/,
    'RFC 6120 §6.5',
  ],
  ['sent', `<abort xmlns="${sasl}"/>`, /^Gives the login up$/, 'RFC 6120 §6.4.4'],
  [
    'received',
    `<failure xmlns="${sasl}"><aborted/><text>bye</text></failure>`,
    /^The login failed: aborted \(the client gave up, “bye”\)$/,
    'RFC 6120 §6.5',
  ],
  ['sent', `<auth xmlns="${sasl}" mechanism="PLAIN">=</auth>`, /faulty: malformed-request$/, 'RFC 4616 §2'],
  ['sent', `<auth xmlns="${sasl}" mechanism="EXTERNAL"/>`, /^Asks for a login with EXTERNAL$/, 'RFC 6120 §6.4.2'],
  [
    'sent',
    iq(`type="set" id="1"`, `<pubsub xmlns="${pubsub}"><subscribe node="/x" jid="a@b"/></pubsub>`),
    /^Subscribes a@b to \/x$/,
    'XEP-0060 §6.1.1',
  ],
  [
    'received',
    iq(
      `type="error" id="1"`,
      `<error type="modify"><bad-request xmlns="${stanzas}"/><invalid-jid xmlns="${pubsub}#errors"/></error>`,
    ),
    /^Refuses the subscription to \/x: bad-request \+ invalid-jid, type modify: with other data it could work$/,
    'RFC 6120 §8.3, XEP-0060 §11',
  ],
  [
    'received',
    iq(
      `type="error" id="9"`,
      `<error type="cancel"><feature-not-implemented xmlns="${stanzas}"/><unsupported xmlns="${pubsub}#errors" feature="purge-nodes"/><text xmlns="${stanzas}">no</text></error>`,
    ),
    /^Refuses a request that is not in this log: feature-not-implemented \+ unsupported purge-nodes, type cancel: .* \(“no”\)$/,
    'RFC 6120 §8.3, XEP-0060 §11',
  ],
  [
    'received',
    `<message xmlns="jabber:client" type="error"><error type="wait"><recipient-unavailable xmlns="${stanzas}"/></error></message>`,
    /^Refuses a message: recipient-unavailable, type wait: it could work later$/,
    'RFC 6120 §8.3',
  ],
  [
    'received',
    `<presence xmlns="jabber:client" type="error"/>`,
    /^Refuses a presence: no reason given$/,
    'RFC 6120 §8.3',
  ],
  [
    'received',
    `<stream:error xmlns:stream="http://etherx.jabber.org/streams"><conflict xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>`,
    /^Ends the stream with the error conflict \(another client took this address\)$/,
    'RFC 6120 §4.9.3',
  ],
  [
    'received',
    `<stream:error xmlns:stream="http://etherx.jabber.org/streams"><undefined-condition xmlns="urn:ietf:params:xml:ns:xmpp-streams"/><handled-count-too-high xmlns="urn:xmpp:sm:3"/></stream:error>`,
    /undefined-condition \(handled-count-too-high\)$/,
    'RFC 6120 §4.9.3',
  ],
  [
    'received',
    `<presence xmlns="jabber:client" from="finesse@h/svc" type="unavailable"/>`,
    /^The back end is gone/,
    'RFC 6121 §4.5',
  ],
];

const body = (attributes: string, inner = ''): string =>
  `<body xmlns="http://jabber.org/protocol/httpbind" xmlns:xmpp="urn:xmpp:xbosh" ${attributes}>${inner}</body>`;

/** XEP-0124 and XEP-0206, from the session to its end. */
export const bosh: readonly ExplainedFrame[] = [
  [
    'sent',
    body('to="localhost" rid="1573741820" wait="30" hold="1" ver="1.6"'),
    /^Asks for a BOSH session with localhost: hold 1 request for at most 30 s, numbers from 1573741820$/,
    'XEP-0124 §7.1, XEP-0206 §3',
  ],
  [
    'received',
    body(
      'sid="s1" wait="30" hold="1"',
      features(`<mechanisms xmlns="${sasl}"><mechanism>PLAIN</mechanism></mechanisms>`),
    ),
    /^The BOSH session s1 stands: .*; Offers the login: PLAIN$/,
    'XEP-0124 §7.2, XEP-0206 §4, RFC 6120 §6.4.1',
  ],
  [
    'sent',
    body('sid="s1" rid="1573741821"', `<auth xmlns="${sasl}" mechanism="PLAIN">ADEwMDEwMDEAc2VjcmV0</auth>`),
    /^Logs in with PLAIN: base64 of \\0 1001001 \\0 •••• \(request 1573741821\)$/,
    'XEP-0124 §8, RFC 4616 §2',
  ],
  ['received', body('', `<success xmlns="${sasl}"/>`), /^The login succeeded/, 'XEP-0124 §8, RFC 6120 §6.4.6'],
  ['sent', body('sid="s1" rid="1573741822" xmpp:restart="true"'), /^Restarts the stream/, 'XEP-0206 §5'],
  [
    'sent',
    body('sid="s1" rid="1573741823"'),
    /^An empty request for the server to hold until there is news \(request 1573741823\)$/,
    'XEP-0124 §8',
  ],
  ['received', body(''), /^An empty answer/, 'XEP-0124 §8'],
  [
    'sent',
    body('sid="s1" rid="1573741824" type="terminate"', '<presence xmlns="jabber:client" type="unavailable"/>'),
    /^Ends the BOSH session; Says that the client is there no longer$/,
    'XEP-0124 §13, RFC 6121 §4.5',
  ],
  ['received', body('type="terminate"'), /^The server ends the BOSH session$/, 'XEP-0124 §13'],
  [
    'received',
    body('type="terminate" condition="item-not-found"'),
    /item-not-found \(the session or the number of the request is unknown\)$/,
    'XEP-0124 §17.2',
  ],
  ['received', body('type="error"'), /repeat it$/, 'XEP-0124 §17.3'],
];
