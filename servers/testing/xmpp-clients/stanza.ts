// stanza as a subject. It comes back by itself, resumes by itself over a WebSocket, and repeats its requests over BOSH.
import { createClient, JXT, type Stanzas } from 'stanza';
import { namespaces } from '../../protocol/xmpp.ts';
import type { CreateSubject } from './subject.ts';

/** Its own waits are seconds, and grow; a test need not wait so long. In seconds. */
const reconnectSeconds = 0.05;

/** What stanza makes of a notification: it knows only payloads that it was told of. */
interface Notification extends Stanzas.PubsubItemContent {
  readonly text: string;
}
const notification = {
  element: 'notification',
  namespace: namespaces.pubsub,
  path: 'pubsubeventitem.content',
  fields: { text: JXT.text() },
};

/**
 * How long it waits for an answer over BOSH: 1.1 times 30 s. It stops that timer when an answer comes and forgets it when
 * the connection breaks, so the process would have to wait for it. Such a timer is let go.
 */
const forgottenTimerMs = 33_000;
const startTimer = globalThis.setTimeout;
Object.assign(globalThis, {
  setTimeout(run: (...values: unknown[]) => void, delayMs?: number, ...values: unknown[]): NodeJS.Timeout {
    const timer = startTimer(run, delayMs, ...values);
    return delayMs === forgottenTimerMs ? timer.unref() : timer;
  },
});

export const createStanza: CreateSubject = ({ door, url, id, password, domain, resource }, witness) => {
  const agent = createClient({
    jid: `${id}@${domain}`,
    password,
    resource,
    transports: { [door.toLowerCase()]: url },
    autoReconnect: true,
    maxReconnectBackoff: reconnectSeconds,
  });
  const entered = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  agent.stanzas.define(notification);
  agent.on('raw:outgoing', (data) => {
    const [, mechanism] = /<auth [^>]*mechanism="([^"]*)"/.exec(data) ?? [];
    if (mechanism !== undefined) witness.onMechanism(mechanism);
  });
  agent.on('session:started', (jid) => {
    agent.sendPresence();
    witness.onSession(jid ?? '', false);
    entered.resolve();
  });
  agent.on('auth:failed', () => entered.reject(new Error('stanza: auth:failed')));
  agent.on('stream:error', ({ condition }) => entered.reject(new Error(`stanza: ${condition}`)));
  agent.on('stream:management:resumed', () => witness.onSession(agent.jid, true));
  agent.on('pubsub:published', ({ pubsub: { items } }) => {
    for (const { id: item = '', content } of items.published) {
      witness.onEvent({ node: items.node, item, text: (content as Notification).text });
    }
  });
  agent.on('disconnected', () => {
    if (agent.sessionTerminating) left.resolve();
  });
  return {
    login() {
      agent.connect();
      return entered.promise;
    },
    async subscribe(service, node) {
      await agent.subscribeToNode(service, { node, jid: agent.jid });
    },
    leave() {
      agent.disconnect();
      return left.promise;
    },
  };
};
