// @xmpp/client as a subject. It comes back by itself, and resumes by itself where the server offers it.
import { client, xml, type Element, type XmppClient } from '@xmpp/client';
import { WebSocket } from 'ws';
import { namespaces } from '../../protocol/xmpp.ts';
import type { CreateSubject, Witness } from './subject.ts';

/** Its own default is a second; a test need not wait so long. */
const reconnectDelayMs = 50;

/**
 * It counts stanzas (XEP-0198) from `<enabled/>` on, but starts to do so some microtasks late. It needs each frame in a
 * turn of its own, as a browser hands them out. Node's own WebSocket, and `ws` as it is, hand out all frames of one read
 * at once: then it acknowledges what came before `<enabled/>` too, more than was sent, and is rightly sent away.
 */
class OneFrameATurn extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { allowSynchronousEvents: false });
  }
}

/**
 * Makes subjects that ask in one of two ways. The answers that its `iqCaller` takes are not counted, since that stands
 * before the counting in its chain: after a resumption as many stanzas come a second time. Answers that the application
 * takes itself are counted.
 */
export const createXmppJs =
  (asks: 'itself' | 'by iqCaller'): CreateSubject =>
  ({ url, id, password, domain, resource }, witness) => {
    Object.assign(globalThis, { WebSocket: OneFrameATurn });
    const entity = client({ service: url, domain, resource, username: id, password });
    entity.reconnect.delay = reconnectDelayMs;
    testify(entity, witness);
    return {
      async login() {
        await entity.start();
      },
      async subscribe(to, node) {
        const subscribe = xml('subscribe', { node, jid: String(entity.jid) });
        const pubsub = xml('pubsub', { xmlns: namespaces.pubsub }, subscribe);
        const iq = xml('iq', { type: 'set', to, id: `subscribe ${node}` }, pubsub);
        await (asks === 'itself' ? ask(entity, iq) : entity.iqCaller.request(iq));
      },
      async leave() {
        await entity.stop();
      },
    };
  };

const testify = (entity: XmppClient, witness: Witness): void => {
  // It reports each lost connection as an error too; a login that fails rejects `start()`.
  entity.on('error', () => {});
  entity.on('send', ({ name, attrs }) => {
    if (name === 'auth') witness.onMechanism(attrs['mechanism'] ?? '');
  });
  entity.on('online', (jid) => {
    void entity.send(xml('presence'));
    witness.onSession(jid.toString(), false);
  });
  entity.streamManagement.on('resumed', () => witness.onSession(String(entity.jid), true));
  entity.on('stanza', (stanza) => {
    const items = stanza.getChild('event')?.getChild('items');
    const item = items?.getChild('item');
    const notification = item?.getChild('notification');
    if (!items || !item || !notification) return;
    witness.onEvent({ node: items.attrs['node'] ?? '', item: item.attrs['id'] ?? '', text: notification.text() });
  });
};

const ask = (entity: XmppClient, iq: Element): Promise<void> =>
  new Promise((resolve, reject) => {
    const take = ({ attrs }: Element): void => {
      if (attrs['id'] !== iq.attrs['id']) return;
      entity.removeListener('stanza', take);
      if (attrs['type'] === 'result') resolve();
      else reject(new Error(`@xmpp/client: ${iq.attrs['id']} was refused.`));
    };
    entity.on('stanza', take);
    entity.send(iq).catch(reject);
  });
