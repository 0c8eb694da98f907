// host-meta: both forms name both doors, under the host that was asked, whatever that host is called.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { childElements, readXml } from '../protocol/xml.ts';
import { openLab } from '../testing/lab.ts';
import { exchange } from '../testing/raw-client.ts';

const linksAt = (host: string): readonly { rel: string; href: string }[] => [
  { rel: 'urn:xmpp:alt-connections:websocket', href: `ws://${host}/ws/` },
  { rel: 'urn:xmpp:alt-connections:xbosh', href: `http://${host}/http-bind/` },
];

test('names WebSocket and BOSH in JSON and in XRD, readable from every origin', async (context) => {
  const { url, port } = await openLab(context);
  const json = await fetch(`${url}/.well-known/host-meta.json`);
  assert.equal(json.headers.get('access-control-allow-origin'), '*');
  assert.deepEqual(await json.json(), { links: linksAt(`127.0.0.1:${port}`) });
  const xrd = await fetch(`${url}/.well-known/host-meta`);
  assert.equal(xrd.headers.get('content-type'), 'application/xrd+xml; charset=utf-8');
  const root = readXml(await xrd.text(), new SaxesParser({ xmlns: true }));
  assert.deepEqual(
    childElements(root).map(({ attributes: { rel, href } }) => ({ rel, href })),
    linksAt(`127.0.0.1:${port}`),
  );
});

test('a host that is no host cannot break out of its attribute', async (context) => {
  const { port } = await openLab(context);
  const answer = await exchange(port, 'GET /.well-known/host-meta HTTP/1.0\r\nHost: "/><x>&\r\n\r\n');
  const root = readXml(answer.slice(answer.indexOf('<XRD')).trim(), new SaxesParser({ xmlns: true }));
  assert.deepEqual(
    childElements(root).map(({ name }) => name),
    ['Link', 'Link'],
  );
});
