// `npm run watch`: follows a real server in a process of its own, and refuses what it cannot do.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { buildApp, type AppOptions } from '../servers/app.ts';
import { makeCertificate } from '../servers/certificate.ts';
import { eventExamples } from '../servers/protocol/event.ts';
import { encodePlain } from '../servers/protocol/xmpp.ts';

const watch = join(import.meta.dirname, 'watch.ts');

const refusals: Readonly<Record<string, readonly [argv: readonly string[], sentence: RegExp]>> = {
  'an unknown transport': [['telegraph'], /^"telegraph" is no transport; there are http10, .*xmpp, bosh\.\n$/],
  'an unknown option': [['sse', '--loud'], /^Unknown option '--loud'\.\n$/],
  'an address that is none': [['sse', '--url', 'nowhere'], /^--url is "nowhere"; it has to be an address/],
  'a topic that is none': [['sse', '--topic', 'x'], /^The topic "x" is not a node name/],
  'a cursor that is none': [['sse', '--from', 'x'], /^The cursor "x" is not of the form/],
  'frames of a transport that has none': [
    ['sse', '--frames'],
    /^--frames shows frames, which sse does not have; it goes with websocket or xmpp.*\.\n$/,
  ],
  'a login to a transport without one': [
    ['websocket', '--account', '1001001:secret'],
    /^--account logs in, which websocket does not have; it goes with xmpp.*\.\n$/,
  ],
  'a domain where there is none': [
    ['sse', '--xmpp-domain', 'localhost'],
    /^--xmpp-domain names an XMPP service, which sse does not have; it goes with xmpp/,
  ],
  'a domain that is none': [['xmpp', '--xmpp-domain', 'a b'], /^--xmpp-domain is "a b"; it has to be a domain name/],
  'certificates where there are none': [
    ['sse', '--ca', 'lab.pem'],
    /^--ca is about certificates; it goes with --url https:\/\/…\.\n$/,
  ],
  'trusting one certificate and any': [
    ['sse', '--url', 'https://127.0.0.1:8443', '--ca', 'lab.pem', '--insecure'],
    /^--ca and --insecure contradict each other; with --ca the certificate is checked\.\n$/,
  ],
  'a certificate that is none': [
    ['sse', '--url', 'https://127.0.0.1:8443', '--ca', 'no such.pem'],
    /^--ca is "no such\.pem"; it has to be a file with a certificate in PEM\.\n$/,
  ],
  'an account without repeating what may be a password': [
    ['xmpp', '--account', 'hunter2'],
    /^--account has to be the id of an agent, a colon and the password, such as 1001001:secret\.\n$/,
  ],
};

for (const [title, [argv, sentence]] of Object.entries(refusals)) {
  test(`watch refuses ${title} in one sentence, with exit 2`, () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [watch, ...argv], { encoding: 'utf8' });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, sentence);
  });
}

test('watch --help tells every option', () => {
  const { status, stdout } = spawnSync(process.execPath, [watch, '--help'], { encoding: 'utf8' });
  assert.equal(status, 0);
  for (const option of ['url', 'topic', 'from', 'frames', 'account', 'xmpp-domain', 'ca', 'insecure']) {
    assert.match(stdout, new RegExp(`^  --${option} `, 'm'));
  }
});

/** A server, and how to publish an entry whose text would ring and redden a terminal. */
const serve = async (
  context: TestContext,
  options: AppOptions = {},
): Promise<{ readonly url: string; readonly publish: () => string }> => {
  const built = await buildApp({ logLevel: 'silent', ...options });
  context.after(() => built.drain());
  const url = await built.app.listen({ host: '127.0.0.1', port: 0 });
  const event = { ...eventExamples['team-message'], content: 'bell \u0007 and \u001b[31mred' };
  return { url, publish: () => built.feed.publish(event).cursor };
};

/** What watch prints until `isEnough`; then it is interrupted, and has to end well. */
const said = async (
  context: TestContext,
  argv: readonly string[],
  isEnough: (text: string) => boolean,
): Promise<string> => {
  const watching = spawn(process.execPath, [watch, ...argv]);
  context.after(() => watching.kill('SIGKILL'));
  let text = '';
  let complaint = '';
  watching.stderr.on('data', (part: Buffer) => (complaint += part.toString()));
  watching.stdout.on('data', (part: Buffer) => (text += part.toString()));
  while (!isEnough(text)) await once(watching.stdout, 'data');
  watching.kill('SIGINT');
  const [code] = (await once(watching, 'close')) as [number | null];
  assert.equal(code, 0);
  assert.match(complaint, argv.includes('--insecure') ? /^--insecure: NO certificate is checked, [^\n]+\.\n$/ : /^$/);
  // oxlint-disable-next-line no-control-regex -- the terminal must not get any
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]/, 'a control character of the wire reached the terminal');
  return text;
};

for (const transport of ['short-poll', 'sse', 'xmpp']) {
  test(`watch ${transport} prints each entry on a line of its own, and ends on an interrupt`, async (context) => {
    const { url, publish } = await serve(context);
    const cursor = publish();
    await said(context, [transport, '--url', url, '--from', 'earliest'], (text) => text.includes(cursor));
  });
}

/** Bytes of the answer to an upgrade, up to the empty line that ends its head. */
const headBytes = async (url: string, path: string, protocol: string): Promise<number> => {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${protocol}\r\n`,
  );
  let head = Buffer.alloc(0);
  while (!head.includes('\r\n\r\n')) {
    const [part] = (await once(socket, 'data')) as [Buffer];
    head = Buffer.concat([head, part]);
  }
  socket.destroy();
  return head.indexOf('\r\n\r\n') + 4;
};

/** The columns of a browser's Network tab, by their headings. */
const networkRow = (text: string): Readonly<Record<string, string>> => {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.trimStart().startsWith('Status '));
  const cells = (line = ''): readonly string[] => line.slice(14).split(/ {2,}/);
  const row = cells(lines[at + 1]);
  return Object.fromEntries(cells(lines[at]).map((heading, index) => [heading, row[index] ?? '']));
};

test('watch xmpp --frames is headed by the row of the Network tab, with the bytes that a socket counts', async (context) => {
  const { url } = await serve(context);
  const text = await said(context, ['xmpp', '--url', url, '--frames'], (all) => all.includes('(ready'));
  assert.deepEqual(networkRow(text), {
    Status: '101',
    Method: 'GET',
    Domain: new URL(url).host,
    File: '/ws/',
    Initiator: 'watch',
    Type: 'websocket',
    Transferred: `${await headBytes(url, '/ws/', 'Sec-WebSocket-Protocol: xmpp\r\n')} B`,
    Size: '0 B',
  });
});

test('watch xmpp --frames tells the login in its order, a line a frame, without the password', async (context) => {
  const { url, publish } = await serve(context);
  const argv = ['xmpp', '--url', url, '--frames', '--account', '1001002:secret'];
  let cursor = '';
  const text = await said(context, argv, (all) => {
    if (cursor === '' && all.includes('(ready')) cursor = publish();
    return cursor !== '' && all.includes(`${cursor}  {`) && all.includes('The back end is there');
  });
  const frames = text.split('\n').filter((line) => /^[\d:.]{12} {2}[→←] +\d+ B {2}/.test(line));
  const login = [
    /→ .*Opens the stream.*\(RFC 7395 §3\.4\) {2}<open /,
    /← .*Opens the server's side.*\(RFC 7395 §3\.4\) {2}<open /,
    /← .*Offers the login: .*\(RFC 6120 §6\.4\.1/,
    /→ .*base64 of \\0 1001002 \\0 •••• {2}\(RFC 4616 §2\) {2}<auth [^>]*>••••<\/auth>$/,
    /← .*The login succeeded.*\(RFC 6120 §6\.4\.6\)/,
    /→ .*Restarts the stream.*\(RFC 7395 §3\.7\)/,
    /← .*Restarts the server's side.*\(RFC 7395 §3\.7\)/,
    /← .*bind a resource.*\(RFC 6120 §7\.4/,
    /→ .*Asks for the resource lab-.*\(RFC 6120 §7\.7\)/,
    /← .*The resource is bound: this client is 1001002@localhost\/lab-/,
    /→ .*Says that the client is there.*\(RFC 6121 §4\.2\)/,
    /→ .*Subscribes 1001002@localhost\/lab-.* to \/lab\/events.*\(XEP-0060 §6\.1\.1\)/,
  ];
  for (const [index, title] of login.entries()) assert.match(frames[index] ?? '', title);
  // XML has no room for control characters: the server has dropped them.
  assert.match(
    text,
    /← .*Event on \/lab\/events: message to the team: “bell  and \[31mred” \(POST\) {2}\(XEP-0060 §7\.1\.2\.1\)/,
  );
  assert.doesNotMatch(text, /secret/);
  assert.ok(!text.includes(encodePlain({ authzid: '', authcid: '1001002', password: 'secret' })));
});

test('watch websocket --frames explains JSON frames below the same row', async (context) => {
  const { url, publish } = await serve(context);
  const cursor = publish();
  const argv = ['websocket', '--url', url, '--from', 'earliest', '--frames'];
  const text = await said(context, argv, (all) => all.includes(`${cursor}  {`));
  const { Status, File, Transferred } = networkRow(text);
  assert.deepEqual([Status, File], ['101', '/websocket/events?after=earliest']);
  assert.equal(Transferred, `${await headBytes(url, '/websocket/events', '')} B`);
  assert.match(text, /← +\d+ B {2}Position: .*\(RFC 6455 §5\.6\) {2}\{"cursor":/);
  assert.ok(text.includes(`Entry ${cursor}: team-message 5000  (RFC 6455 §5.6)  {"cursor":`));
});

test('watch --ca follows over TLS, and explains the login below a row of the same bytes', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'watch-'));
  context.after(() => rm(folder, { recursive: true }));
  const [tls, ca] = [await makeCertificate(), join(folder, 'lab.pem')];
  await writeFile(ca, tls.cert);
  const { url, publish } = await serve(context, { tls });
  let cursor = '';
  const text = await said(context, ['xmpp', '--url', url, '--frames', '--ca', ca], (all) => {
    if (cursor === '' && all.includes('(ready')) cursor = publish();
    return cursor !== '' && all.includes(`${cursor}  {`);
  });
  const { Status, Domain, Transferred } = networkRow(text);
  assert.deepEqual([Status, Domain], ['101', new URL(url).host]);
  const plain = await serve(context);
  assert.equal(Transferred, `${await headBytes(plain.url, '/ws/', 'Sec-WebSocket-Protocol: xmpp\r\n')} B`);
  assert.match(text, /→ .*base64 of \\0 1001001 \\0 ••••/);
  assert.match(text, /← .*The login succeeded/);
});

test('watch --insecure follows whoever answers, and says so', async (context) => {
  const { url, publish } = await serve(context, { tls: await makeCertificate() });
  const cursor = publish();
  await said(context, ['sse', '--url', url, '--from', 'earliest', '--insecure'], (text) => text.includes(cursor));
});

test('watch refuses a certificate that it cannot trust, names what would help, and ends', async (context) => {
  const { url } = await serve(context, { tls: await makeCertificate() });
  const watching = spawn(process.execPath, [watch, 'sse', '--url', url]);
  context.after(() => watching.kill('SIGKILL'));
  let complaint = '';
  watching.stderr.on('data', (part: Buffer) => (complaint += part.toString()));
  assert.deepEqual(await once(watching, 'close'), [2, null]);
  assert.equal(
    complaint,
    `The certificate of ${new URL(url).host} is not trusted: it is self-signed; ` +
      'name one to trust with --ca FILE, or accept any with --insecure.\n',
  );
});
