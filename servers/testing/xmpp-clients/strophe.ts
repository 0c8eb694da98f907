// strophe.js as a subject. Over a WebSocket it has to be told to connect again, and then resumes by itself; BOSH it repeats by itself.
import { namespaces } from '../../protocol/xmpp.ts';
import { $iq, $pres, Strophe, type StropheConnection, type StropheNode } from './strophe-module.ts';
import type { CreateSubject, Witness } from './subject.ts';

const { CONNECTED, DISCONNECTED, AUTHFAIL, CONNFAIL, ERROR } = Strophe.Status;

export const createStrophe: CreateSubject = ({ url, id, password, domain, resource }, witness) => {
  const connection = new Strophe.Connection(url, { enableStreamManagement: true });
  const entered = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  let isLeaving = false;
  connection.rawOutput = (data) => {
    const [, mechanism] = /<auth [^>]*mechanism="([^"]*)"/.exec(data) ?? [];
    if (mechanism !== undefined) witness.onMechanism(mechanism);
  };
  const connect = (): void =>
    connection.connect(`${id}@${domain}/${resource}`, password, (status) => {
      if ([AUTHFAIL, CONNFAIL, ERROR].includes(status)) entered.reject(new Error(`strophe.js: status ${status}`));
      if (status === CONNECTED) {
        begin(connection, witness);
        entered.resolve();
      }
      if (status !== DISCONNECTED) return undefined;
      if (isLeaving) return left.resolve();
      // It tidies up after it has said so.
      return queueMicrotask(() => {
        connection.reset();
        connect();
      });
    });
  return {
    login() {
      connect();
      return entered.promise;
    },
    subscribe: (to, node) =>
      new Promise((resolve, reject) => {
        const iq = $iq({ type: 'set', to })
          .c('pubsub', { xmlns: namespaces.pubsub })
          .c('subscribe', { node, jid: connection.jid });
        connection.sendIQ(iq, resolve, reject);
      }),
    leave() {
      isLeaving = true;
      connection.disconnect();
      return left.promise;
    },
  };
};

/** A lost connection takes its handlers along; and what a resumed one repeats comes in the turn in which it is there. */
const begin = (connection: StropheConnection, witness: Witness): void => {
  connection.addHandler((message) => report(message, witness), null, 'message');
  if (!connection.hasResumed()) connection.send($pres());
  witness.onSession(connection.jid, connection.hasResumed());
};

const report = (message: StropheNode, witness: Witness): true => {
  const [items] = Array.from(message.getElementsByTagName('items'));
  const [item] = Array.from(message.getElementsByTagName('item'));
  const [notification] = Array.from(message.getElementsByTagName('notification'));
  if (items && item && notification) {
    const node = items.getAttribute('node') ?? '';
    witness.onEvent({ node, item: item.getAttribute('id') ?? '', text: notification.textContent });
  }
  return true;
};
