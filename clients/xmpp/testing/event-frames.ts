// For tests: messages of a Finesse server, and of others.
import { pubsub, type ExplainedFrame } from './frames.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const notice = (update: string): string =>
  `<message xmlns="jabber:client" from="pubsub.HOST" to="6021@HOST" id="r5B2BdUA"><event xmlns="${pubsub}#event"><items node="/finesse/api/User/6021"><item id="a6ca891f"><notification xmlns="${pubsub}">${escaped(update)}</notification></item></items></event></message>`;
const payload = 'XEP-0060 §7.1.2.1';

/** Finesse 12.5 (github.com/pokornyIt/finesse-api, XMPP/ready.xml, MIT), and what else Finesse publishes. */
export const event: readonly ExplainedFrame[] = [
  [
    'received',
    notice(
      '<Update><data><user><dialogs>/finesse/api/User/6021/Dialogs</dialogs><loginId>6021</loginId><pendingState></pendingState><reasonCodeId>-1</reasonCodeId><state>NOT_READY</state></user></data><event>PUT</event><requestId></requestId><source>/finesse/api/User/6021</source></Update>',
    ),
    /^Event on \/finesse\/api\/User\/6021: user 6021 is NOT_READY \(PUT\)$/,
    payload,
  ],
  [
    'received',
    notice(
      '<Update><data><user><loginId>6021</loginId><pendingState>NOT_READY</pendingState><reasonCodeId>16</reasonCodeId><state>TALKING</state></user></data><event>PUT</event><requestId>r7</requestId></Update>',
    ),
    /user 6021 is TALKING for reason 16, then NOT_READY \(PUT, request r7\)$/,
    payload,
  ],
  [
    'received',
    notice(
      '<Update><data><apiErrors><apiError><errorType>Invalid State</errorType><errorMessage>CF_INVALID_OBJECT_STATE</errorMessage><errorData>22</errorData></apiError></apiErrors></data><requestId></requestId><event>put</event></Update>',
    ),
    /: error Invalid State: CF_INVALID_OBJECT_STATE \(put\)$/,
    payload,
  ],
  [
    'received',
    notice(
      '<Update><data><dialogs><Dialog><fromAddress>+15550100</fromAddress><id>16804377</id><state>ALERTING</state></Dialog></dialogs></data><event>POST</event></Update>',
    ),
    /: call 16804377 from \+15550100 is ALERTING \(POST\)$/,
    payload,
  ],
  [
    'received',
    notice(
      '<Update><data><dialog><fromAddress>1</fromAddress><id>2</id><participants><Participant><state>HELD</state></Participant></participants></dialog></data><event>PUT</event></Update>',
    ),
    /: call 2 from 1 is HELD \(PUT\)$/,
    payload,
  ],
  [
    'received',
    notice(
      '<Update><data><Queue><uri>/finesse/api/Queue/10</uri><statistics><callsInQueue>3</callsInQueue></statistics></Queue></data><event>PUT</event></Update>',
    ),
    /: queue 10 has 3 calls waiting \(PUT\)$/,
    payload,
  ],
  [
    'received',
    notice('<Update><data><TeamMessage><content>Breaks</content></TeamMessage></data><event>POST</event></Update>'),
    /: message to the team: “Breaks” \(POST\)$/,
    payload,
  ],
  [
    'received',
    notice('<Update><data><systemInfo><status>OUT_OF_SERVICE</status></systemInfo></data><event>PUT</event></Update>'),
    /: the system is OUT_OF_SERVICE \(PUT\)$/,
    payload,
  ],
  ['received', notice('<Update><data><media/></data><event>PUT</event></Update>'), /: <media> \(PUT\)$/, payload],
  ['received', notice('<Update><data>'), /: <notification>$/, payload],
  ['received', notice('plain words'), /: <notification>$/, payload],
  [
    'received',
    `<message xmlns="jabber:client"><event xmlns="${pubsub}#event"><items node="/n"><item id="a"><x/></item><item id="b"><x/></item></items></event><delay xmlns="urn:xmpp:delay" stamp="2026-11-22T10:00:00Z"/></message>`,
    /^Event on \/n: 2 items, the last: <x>, late: it is of 2026-11-22T10:00:00Z$/,
    `${payload}, XEP-0203 §2`,
  ],
  [
    'received',
    `<message xmlns="jabber:client"><event xmlns="${pubsub}#event"><items node="/n"><item id="a"/></items></event></message>`,
    /without a payload$/,
    'XEP-0060 §7.1.2.2',
  ],
  [
    'received',
    `<message xmlns="jabber:client"><event xmlns="${pubsub}#event"><items node="/n"><retract id="a"/></items></event></message>`,
    /^1 item of \/n deleted$/,
    'XEP-0060 §7.2.2.1',
  ],
  [
    'received',
    `<message xmlns="jabber:client"><event xmlns="${pubsub}#event"><delete node="/n"/></event></message>`,
    /^The node \/n is deleted$/,
    'XEP-0060 §8.4.2',
  ],
  [
    'received',
    `<message xmlns="jabber:client"><gap xmlns="urn:transport-lab:entry" node="/n" after="e-1" next="e-3" missed="1"/></message>`,
    /^This reader fell behind on \/n: it missed 1 entry$/,
    'urn:transport-lab:entry',
  ],
  [
    'received',
    `<message xmlns="jabber:client" from="a@b"><body>hello</body></message>`,
    /^a@b says “hello”$/,
    'RFC 6121 §5.2',
  ],
];
