// For tests: requests of other clients than Cisco's, with their answers.
import { pubsub, iq, type ExplainedFrame } from './frames.ts';

const ask = (id: string, inner: string, type = 'get'): string => iq(`type="${type}" id="${id}" to="pubsub.h"`, inner);
const result = (id: string, inner = ''): string => iq(`type="result" id="${id}" from="pubsub.h"`, inner);
const rsm = (inner: string): string => `<set xmlns="http://jabber.org/protocol/rsm">${inner}</set>`;

/** Requests of other clients, with their answers. */
export const extras: readonly ExplainedFrame[] = [
  [
    'sent',
    ask('1', `<pubsub xmlns="${pubsub}"><items node="/n"/>${rsm('<max>100</max><after>e-5</after>')}</pubsub>`),
    /^Asks \/n for at most 100 items after e-5$/,
    'XEP-0060 §6.5.4, XEP-0059 §2.2',
  ],
  [
    'received',
    result(
      '1',
      `<pubsub xmlns="${pubsub}"><items node="/n"><item id="e-6"/></items>${rsm('<first>e-6</first><last>e-6</last>')}</pubsub>`,
    ),
    /^1 item of \/n; a further page may follow$/,
    'XEP-0060 §6.5.4, XEP-0059 §2.2',
  ],
  [
    'sent',
    ask('2', `<pubsub xmlns="${pubsub}"><items node="/n"/>${rsm('<max>0</max>')}</pubsub>`),
    /^Asks where \/n stands, without any item$/,
    'XEP-0060 §6.5.4, XEP-0059 §2.7',
  ],
  [
    'received',
    result(
      '2',
      `<pubsub xmlns="${pubsub}"><items node="/n"/><set xmlns="http://jabber.org/protocol/rsm" xmlns:lab="urn:transport-lab:entry" lab:cursor="e-9"/></pubsub>`,
    ),
    /^No items of \/n; live events go on after e-9$/,
    'XEP-0060 §6.5.4, XEP-0059 §2.7',
  ],
  [
    'sent',
    ask('3', `<pubsub xmlns="${pubsub}"><items node="/n" max_items="3"/></pubsub>`),
    /^Asks \/n for the newest 3 items$/,
    'XEP-0060 §6.5.7',
  ],
  [
    'sent',
    ask('4', `<pubsub xmlns="${pubsub}"><items node="/n"><item id="e-1"/></items></pubsub>`),
    /^Asks \/n for the 1 item e-1$/,
    'XEP-0060 §6.5.8',
  ],
  [
    'sent',
    ask('5', `<pubsub xmlns="${pubsub}"><publish node="/n"><item/></publish></pubsub>`, 'set'),
    /^Publishes on \/n$/,
    'XEP-0060 §7.1.1',
  ],
  ['received', result('5'), /^Published on \/n$/, 'XEP-0060 §7.1.2'],
  [
    'sent',
    ask('6', `<pubsub xmlns="${pubsub}"><retract node="/n"><item id="a"/></retract></pubsub>`, 'set'),
    /^Deletes an item of \/n$/,
    'XEP-0060 §7.2.1',
  ],
  [
    'sent',
    ask('7', `<pubsub xmlns="${pubsub}"><create node="/n"/><configure/></pubsub>`, 'set'),
    /^Creates the node \/n$/,
    'XEP-0060 §8.1.3',
  ],
  ['received', result('7'), /^The node \/n is created$/, 'XEP-0060 §8.1.3'],
  [
    'sent',
    ask('8', `<pubsub xmlns="${pubsub}#owner"><delete node="/n"/></pubsub>`, 'set'),
    /^Deletes the node \/n$/,
    'XEP-0060 §8.4.1',
  ],
  [
    'sent',
    ask('9', `<pubsub xmlns="${pubsub}"><unsubscribe node="/n" jid="a@b"/></pubsub>`, 'set'),
    /^Ends the subscription to \/n$/,
    'XEP-0060 §6.2.1',
  ],
  [
    'sent',
    ask('10', `<query xmlns="http://jabber.org/protocol/disco#info"/>`),
    /^Asks what pubsub\.h is and can do$/,
    'XEP-0030 §3.1',
  ],
  [
    'received',
    result(
      '10',
      `<query xmlns="http://jabber.org/protocol/disco#info"><identity category="pubsub" type="service"/><feature var="a"/></query>`,
    ),
    /^pubsub\.h is pubsub\/service with 1 feature$/,
    'XEP-0030 §3.1',
  ],
  [
    'sent',
    ask('11', `<query xmlns="http://jabber.org/protocol/disco#items" node="/n"/>`),
    /^Asks what there is at pubsub\.h \/n$/,
    'XEP-0030 §4.2',
  ],
  [
    'received',
    result('11', `<query xmlns="http://jabber.org/protocol/disco#items"><item jid="a"/><item jid="b"/></query>`),
    /^There are 2 items at pubsub\.h \/n$/,
    'XEP-0030 §4.2',
  ],
  ['sent', ask('12', `<query xmlns="jabber:iq:roster"/>`), /^Asks for the roster/, 'RFC 6121 §2.1.3'],
  ['received', result('12', `<query xmlns="jabber:iq:roster"/>`), /^The roster: 0 contacts$/, 'RFC 6121 §2.1.4'],
  [
    'received',
    ask('13', `<ping xmlns="urn:xmpp:ping"/>`),
    /^Ping: the server asks whether the client is there$/,
    'XEP-0199 §4.1',
  ],
  ['sent', result('13'), /^Pong: the client is there$/, 'XEP-0199 §4.1'],
  [
    'sent',
    ask('14', `<vCard xmlns="vcard-temp"/>`),
    /<vCard> of vcard-temp, which this log does not know$/,
    'RFC 6120 §8.2.3',
  ],
  [
    'sent',
    `<presence xmlns="jabber:client"><show>away</show><priority>1</priority></presence>`,
    /^Says that the client is there \(show away, priority 1\)$/,
    'RFC 6121 §4.2',
  ],
  ['sent', `<presence xmlns="jabber:client"/>`, /^Says how the client is there now$/, 'RFC 6121 §4.4'],
  [
    'sent',
    iq(`type="set" id="15"`, `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>`),
    /^Asks for a resource of the server's choice$/,
    'RFC 6120 §7.6',
  ],
];
