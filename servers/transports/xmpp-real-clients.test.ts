// Real XMPP clients against the real server: they log in, subscribe, get an event and leave, knowing nothing of the lab.
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { client as createXmppClient, xml } from '@xmpp/client';
import { createClient as createStanzaClient, type Agent as StanzaAgent } from 'stanza';
import { buildApp, type BuiltApp } from '../app.ts';
import { xmpp } from './xmpp.ts';

const account = { id: '1001001', password: 'secret', jid: '1001001@localhost' };
const service = 'pubsub.localhost';
const nodes = ['/finesse/api/User/1001001', '/finesse/api/Team/5000/Users'] as const;
const pubsubNamespace = 'http://jabber.org/protocol/pubsub';

/** What each client is asked to do. */
interface Subject {
  /** Logs in and resolves with the full JID. */
  login(url: string): Promise<string>;
  subscribe(node: string, jid: string): Promise<void>;
  leave(): Promise<void>;
}

/** Called with the node and the text of each event. */
type OnEvent = (node: string, text: string) => void;

const xmppJs = (onEvent: OnEvent): Subject => {
  let entity: ReturnType<typeof createXmppClient> | undefined;
  return {
    async login(url) {
      const { id: username, password } = account;
      entity = createXmppClient({ service: url, domain: 'localhost', resource: 'desktop', username, password });
      entity.reconnect.stop();
      entity.on('error', (error) => assert.fail(error));
      entity.on('stanza', (stanza) => {
        const items = stanza.getChild('event')?.getChild('items');
        const notification = items?.getChild('item')?.getChild('notification');
        if (items && notification) onEvent(items.attrs['node'] ?? '', notification.text());
      });
      const jid = String(await entity.start());
      await entity.send(xml('presence'));
      return jid;
    },
    async subscribe(node, jid) {
      const subscribe = xml('subscribe', { node, jid });
      const pubsub = xml('pubsub', { xmlns: pubsubNamespace }, subscribe);
      await entity?.iqCaller.request(xml('iq', { type: 'set', to: service }, pubsub));
    },
    async leave() {
      await entity?.stop();
    },
  };
};

interface StropheConnection {
  readonly jid: string;
  connect(jid: string, password: string, onStatus: (status: number) => void): void;
  addHandler(handler: (stanza: StropheNode) => boolean, namespace: null, name: string): void;
  send(stanza: unknown): void;
  sendIQ(stanza: unknown, onResult: () => void, onError: (error: unknown) => void): void;
  disconnect(): void;
}
interface StropheNode {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  getElementsByTagName(name: string): ArrayLike<StropheNode>;
}
interface StropheBuilder {
  c(name: string, attributes: Readonly<Record<string, string>>): StropheBuilder;
}
interface StropheModule {
  readonly Strophe: {
    readonly Connection: new (url: string, options: { protocol: string }) => StropheConnection;
    readonly LogLevel: { readonly FATAL: number };
    setLogLevel(level: number): void;
    readonly Status: Readonly<Record<'CONNECTED' | 'DISCONNECTED' | 'AUTHFAIL' | 'CONNFAIL' | 'ERROR', number>>;
  };
  readonly $iq: (attributes: Readonly<Record<string, string>>) => StropheBuilder;
  readonly $pres: () => StropheBuilder;
}

/** Its types name their neighbours without an extension, which this project's resolution does not follow. */
const { Strophe, $iq, $pres } = (await import('strophe.js')) as unknown as StropheModule;
Strophe.setLogLevel(Strophe.LogLevel.FATAL);

const strophe = (onEvent: OnEvent): Subject => {
  let connection: StropheConnection | undefined;
  const left = Promise.withResolvers<void>();
  return {
    login: (url) =>
      new Promise((resolve, reject) => {
        const made = (connection = new Strophe.Connection(url, { protocol: 'ws' }));
        const { CONNECTED, DISCONNECTED, AUTHFAIL, CONNFAIL, ERROR } = Strophe.Status;
        made.addHandler(
          (message) => {
            const items = message.getElementsByTagName('items')[0];
            if (items) onEvent(items.getAttribute('node') ?? '', message.textContent);
            return true;
          },
          null,
          'message',
        );
        made.connect(`${account.jid}/desktop`, account.password, (status) => {
          if (status === DISCONNECTED) left.resolve();
          if ([AUTHFAIL, CONNFAIL, ERROR].includes(status)) reject(new Error(`strophe status ${status}`));
          if (status !== CONNECTED) return;
          made.send($pres());
          resolve(made.jid);
        });
      }),
    subscribe: (node, jid) =>
      new Promise((resolve, reject) => {
        const iq = $iq({ type: 'set', to: service })
          .c('pubsub', { xmlns: pubsubNamespace })
          .c('subscribe', { node, jid });
        connection?.sendIQ(iq, resolve, reject);
      }),
    leave() {
      connection?.disconnect();
      return left.promise;
    },
  };
};

const stanza = (onEvent: OnEvent): Subject => {
  let agent: StanzaAgent | undefined;
  const left = Promise.withResolvers<void>();
  return {
    login: (url) =>
      new Promise((resolve, reject) => {
        const { jid, password } = account;
        const made = (agent = createStanzaClient({
          jid,
          password,
          resource: 'desktop',
          transports: { websocket: url },
        }));
        made.on('auth:failed', () => reject(new Error('stanza: auth:failed')));
        made.on('stream:error', ({ condition }) => reject(new Error(`stanza: ${condition}`)));
        made.on('disconnected', () => left.resolve());
        // It knows no `notification`, so the frame itself is looked at.
        made.on('raw:incoming', (frame) => {
          const [, node, text] = /<items node="([^"]*)".*<notification [^>]*>(.*)<\/notification>/s.exec(frame) ?? [];
          if (node !== undefined && text !== undefined)
            onEvent(node, text.replaceAll('&lt;', '<').replaceAll('&gt;', '>'));
        });
        made.on('session:started', (jid) => {
          made.sendPresence();
          resolve(jid ?? '');
        });
        made.connect();
      }),
    async subscribe(node) {
      await agent?.subscribeToNode(service, node);
    },
    leave() {
      agent?.disconnect();
      return left.promise;
    },
  };
};

/** Resolves once every node has brought an event; `onEvent` takes them in. */
const collector = (): { readonly onEvent: OnEvent; readonly complete: Promise<ReadonlyMap<string, string>> } => {
  const seen = new Map<string, string>();
  const { promise, resolve } = Promise.withResolvers<ReadonlyMap<string, string>>();
  const onEvent: OnEvent = (node, text) => {
    seen.set(node, text);
    if (nodes.every((name) => seen.has(name))) resolve(seen);
  };
  return { onEvent, complete: promise };
};

const setReady = async ({ app }: BuiltApp): Promise<number> => {
  const { statusCode } = await app.inject({
    method: 'PUT',
    url: '/finesse/api/User/1001001',
    headers: {
      authorization: `Basic ${btoa(`${account.id}:${account.password}`)}`,
      'content-type': 'application/xml',
    },
    body: '<User><state>READY</state></User>',
  });
  return statusCode;
};

const clients = { '@xmpp/client': xmppJs, 'strophe.js': strophe, stanza };

for (const [name, create] of Object.entries(clients)) {
  test(`${name} logs in, subscribes, gets the event of a state change, and leaves`, { timeout: 20_000 }, async () => {
    const built = await buildApp({ transports: { xmpp }, logLevel: 'silent' });
    const gone = new Promise<void>((resolve) => {
      built.app.server.on('connection', (socket) => socket.once('close', () => resolve()));
    });
    await built.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = built.app.server.address() as AddressInfo;
    const { onEvent, complete } = collector();
    const subject = create(onEvent);
    try {
      const jid = await subject.login(`ws://127.0.0.1:${port}/ws/`);
      assert.equal(jid, `${account.jid}/desktop`);
      for (const node of nodes) await subject.subscribe(node, jid);
      assert.equal(await setReady(built), 202);
      for (const [, text] of await complete) assert.match(text, /^<Update>.*<state>READY<\/state>.*<\/Update>$/);
      await subject.leave();
      await gone;
      assert.equal(built.feed.figures.readers, 0);
    } finally {
      await built.drain();
    }
  });
}
