// Tests of publisher.ts against a server that is a script: what is under way is bounded, and no result goes unchecked.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { WebSocketServer, type WebSocket } from 'ws';
import { Publisher, publishRequest } from './publisher.ts';

const login = { account: { id: 'finesse', password: 'secret' }, domain: 'localhost', resource: 'publisher' };
const features = '<stream:features>…</stream:features>';
const welcome = [
  features,
  '<success/>',
  features,
  "<iq id='bind'><bind><jid>finesse@localhost/publisher</jid></bind></iq>",
];

/** A publisher that is logged in, with the server's end of its connection and what came there afterwards. */
const connected = async (
  context: TestContext,
): Promise<{ publisher: Publisher; socket: WebSocket; heard: string[]; until: (count: number) => Promise<void> }> => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'xmpp' });
  context.after(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await once(server, 'listening');
  const heard: string[] = [];
  const connecting = once(server, 'connection') as Promise<[WebSocket]>;
  const { port } = server.address() as AddressInfo;
  const publishing = Publisher.connect(new URL(`ws://127.0.0.1:${port}/ws/`), login);
  const [socket] = await connecting;
  let step = 0;
  socket.on('message', (data) => {
    const answer = welcome[step++];
    if (answer === undefined) heard.push((data as Buffer).toString());
    else socket.send(answer);
  });
  const until = async (count: number): Promise<void> => {
    while (heard.length < count) await once(socket, 'message');
  };
  return { publisher: await publishing, socket, heard, until };
};

const publishAll = (publisher: Publisher, count: number): void => {
  for (let index = 1; index <= count; index += 1) {
    const item = { id: `e-${index}`, payload: '<notification/>' };
    publisher.publish(publishRequest('pubsub.localhost', '/lab/events', item));
  }
};

test('publishes an item with its id, addressed to the service', () => {
  assert.equal(
    publishRequest('pubsub.localhost', '/lab/events', { id: 'e-1', payload: '<notification/>' }),
    '<iq xmlns="jabber:client" type="set" id="publish-e-1" to="pubsub.localhost">' +
      '<pubsub xmlns="http://jabber.org/protocol/pubsub"><publish node="/lab/events"><item id="e-1"><notification/>' +
      '</item></publish></pubsub></iq>',
  );
});

test('no more than 32 wait for their result, in whatever order its attributes come', async (context) => {
  const { publisher, socket, heard, until } = await connected(context);
  publishAll(publisher, 34);
  await until(32);
  assert.equal(heard.length, 32);
  socket.send("<iq id='publish-e-1' type='result' xmlns='jabber:client'/>");
  socket.send("<iq type='result' xmlns='jabber:client' id='publish-e-2'/>");
  await until(34);
  assert.match(heard.at(-1) ?? '', /id="e-34"/);
  for (let index = 3; index <= 34; index += 1) socket.send(`<iq type="result" id="publish-e-${index}"/>`);
  await publisher.settle();
});

test('one refused item fails it, with what the server said; a ping of the server is no result', async (context) => {
  const { publisher, socket } = await connected(context);
  publishAll(publisher, 1);
  socket.send("<iq type='get' id='ping-1'><ping xmlns='urn:xmpp:ping'/></iq>");
  socket.send("<iq id='publish-e-1' type='error'><error type='auth'><forbidden/></error></iq>");
  await assert.rejects(publisher.settle(), { code: 'LAB_SERVER_FAILED', message: /refused 1 items; .*<forbidden\/>/ });
});

test('a connection that breaks fails it', async (context) => {
  const { publisher, socket } = await connected(context);
  publishAll(publisher, 1);
  socket.close(1001);
  await assert.rejects(publisher.settle(), { message: 'The publisher was lost: the socket closed with 1001.' });
});
