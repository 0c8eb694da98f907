// The process: what it prints, how it refuses, and how it ends with 200 clients connected.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import { makeCertificate } from './certificate.ts';
import { networkAddresses } from './control/network.ts';
import { describeTransport, transportIds } from './protocol/catalog.ts';
import { until } from './testing/lab.ts';
import { exchange, get, RawClient, upgrade } from './testing/raw-client.ts';
import { ServerProcess } from './testing/server-process.ts';

const started = async (context: TestContext, ...argv: readonly string[]): Promise<[ServerProcess, number]> => {
  const server = new ServerProcess(context, '--port', '0', ...argv);
  return [server, await server.port()];
};

const stopped = async (server: ServerProcess, signal: NodeJS.Signals): Promise<number> => {
  const from = performance.now();
  server.process.kill(signal);
  assert.equal(await server.end(), 0, server.stderr);
  return performance.now() - from;
};

test('it prints where it listens, its own address first, runs the simulation, and ends with 0 on SIGINT', async (context) => {
  const [server, port] = await started(context, '--rate', '500');
  await until(() => server.stderr.includes('Agents 1001001 to 1001020, password secret'), 'the accounts are named');
  const client = new RawClient(port, get('/sse/events'));
  await client.until('"type":"agent-state"');
  await stopped(server, 'SIGINT');
  const [first, ...lines] = server.stdout.trimEnd().split('\n');
  assert.equal(first, `transport-lab listening on http://127.0.0.1:${port}`);
  assert.equal(lines.length, transportIds.length);
  for (const [index, id] of transportIds.entries()) {
    const { scheme, path } = describeTransport(id);
    assert.match(lines[index] ?? '', new RegExp(`^  ${id.padEnd(10)}  ${scheme}://127\\.0\\.0\\.1:\\d+${path}$`));
  }
});

test('a port in use is refused in one sentence, exit 2, and the first server goes on', async (context) => {
  const [first, port] = await started(context, '--rate', '0');
  const second = new ServerProcess(context, '--port', String(port));
  assert.equal(await second.end(), 2);
  assert.equal(second.stderr, `Port ${port} is in use; choose another with --port, or --port 0.\n`);
  assert.equal(second.stdout, '');
  assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
  await stopped(first, 'SIGTERM');
});

test('an option that cannot be is refused in one sentence, exit 2', async (context) => {
  for (const [argv, sentence] of [
    [['--port', '99999'], '--port is "99999"; it has to be a whole number from 0 to 65535.\n'],
    [['--port', '-1'], /^Option '--port' argument is ambiguous; see --help\.\n$/],
    [['--no-such'], /^Unknown option '--no-such'; see --help\.\n$/],
    [['--trace', 'missing.ndjson', '--port', '0'], 'The trace missing.ndjson cannot be read.\n'],
  ] as const) {
    const server = new ServerProcess(context, ...argv);
    assert.equal(await server.end(), 2, server.stderr);
    if (typeof sentence === 'string') assert.equal(server.stderr, sentence);
    else assert.match(server.stderr, sentence);
    assert.equal(server.stdout, '');
  }
});

test('--help prints the options and ends with 0', async (context) => {
  const server = new ServerProcess(context, '--help');
  assert.equal(await server.end(), 0);
  assert.match(server.stdout, /^npm start -- \[options\]\n.*--xmpp-domain/s);
});

test('--lan names the addresses and the token of the trainer, whose page it is', async (context) => {
  const [server, port] = await started(context, '--rate', '0', '--lan');
  const [first, ...lines] = (await server.said("trainer's page: ")).trimEnd().split('\n');
  assert.equal(first, `transport-lab listening on http://127.0.0.1:${port}`);
  const shape = new RegExp(`^trainer's page: http://127\\.0\\.0\\.1:${port}/\\?token=([\\w-]{22})$`);
  const [, token = ''] = shape.exec(lines.at(-1) ?? '') ?? [];
  for (const [query, role] of [
    ['', 'viewer'],
    [`?token=${token}`, 'trainer'],
  ] as const) {
    const client = new RawClient(port, upgrade(`/control${query}`).replace('Host: lab', `Host: 127.0.0.1:${port}`));
    await client.until(`"role":"${role}"`);
    client.reset();
  }
  for (const address of networkAddresses()) {
    assert.ok(lines.includes(`on the network: http://${address}:${port}`), address);
    assert.equal((await fetch(`http://${address}:${port}/healthz`)).status, 200);
  }
  await stopped(server, 'SIGTERM');
});

const describe = /certificate for localhost, 127\.0\.0\.1, .* SHA-256 fingerprint ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})/;

test('--tls serves with a certificate of its own, names it in one line, and says no word of who speaks no TLS', async (context) => {
  const [server, port] = await started(context, '--rate', '0', '--tls');
  assert.ok(server.stdout.startsWith(`transport-lab listening on https://127.0.0.1:${port}\n`), server.stdout);
  await until(() => server.stderr.includes('Agents 1001001'), 'the accounts are named');
  const [line = '', fingerprint] =
    new RegExp(`TLS with a self-signed ${describe.source}.*\\n`).exec(server.stderr) ?? [];
  assert.ok(line.endsWith(`--ca lab.pem, after curl -ko lab.pem https://127.0.0.1:${port}/certificate.pem\n`), line);
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  assert.equal(socket.getPeerX509Certificate()?.fingerprint256, fingerprint);
  socket.destroy();
  for (const words of [get('/healthz'), 'hello\r\n\r\n']) await new RawClient(port, words).end();
  await stopped(server, 'SIGTERM');
  assert.ok(server.stderr.endsWith(`pubsub.localhost.\n`), server.stderr);
});

test('--tls-cert and --tls-key serve with what is given, and refuse what cannot be, exit 2', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'tls-'));
  context.after(() => rm(folder, { recursive: true }));
  const { key, cert } = await makeCertificate();
  const [certFile, keyFile] = [join(folder, 'lab.pem'), join(folder, 'lab.key')];
  await writeFile(certFile, cert);
  await writeFile(keyFile, key);
  const [server, port] = await started(context, '--rate', '0', '--tls-cert', certFile, '--tls-key', keyFile);
  assert.match(await exchange(port, get('/healthz'), cert), /^HTTP\/1\.1 200 OK/);
  await until(() => new RegExp(`TLS with the given ${describe.source}\\.\\n`).test(server.stderr), 'it is named');
  await stopped(server, 'SIGTERM');
  const refused = new ServerProcess(context, '--port', '0', '--tls-cert', certFile, '--tls-key', 'missing.key');
  assert.equal(await refused.end(), 2);
  assert.deepEqual([refused.stdout, refused.stderr], ['', 'The private key missing.key cannot be read.\n']);
});

test('a trace is replayed instead of the simulation', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'trace-'));
  context.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'trace.ndjson');
  const event = { type: 'agent-state', agent: '1001001', state: 'TALKING', at: 'then' };
  await writeFile(path, JSON.stringify({ atMs: 0, event }));
  const [server, port] = await started(context, '--trace', path);
  const client = new RawClient(port, get('/sse/events?after=earliest'));
  assert.match(await client.until('"at":"then"'), /"agent":"1001001","state":"TALKING"/);
  await stopped(server, 'SIGTERM');
});

/** Waits until a figure of `/metrics` has reached a value. */
const untilFigure = async (port: number, name: string, wanted: number): Promise<void> => {
  const signal = AbortSignal.timeout(10_000);
  const figure = new RegExp(`^${name} (\\d+)$`, 'm');
  for (let seen = -1; seen < wanted;) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`, { signal })).text();
    seen = Number(figure.exec(text)?.[1]);
  }
};

const closings = (sockets: readonly WebSocket[]): Promise<readonly number[]> =>
  Promise.all(
    sockets.map((socket) => new Promise<number>((resolve) => socket.on('close', (code: number) => resolve(code)))),
  );

const opened = (sockets: readonly WebSocket[]): Promise<unknown> =>
  Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('message', resolve))));

test('a drain takes less than 2 s with 200 clients over all transports, and tells each of them', async (context) => {
  const [server, port] = await started(context, '--rate', '0');
  const many = (request: string): readonly RawClient[] =>
    Array.from({ length: 40 }, () => new RawClient(port, request));
  const polls = many('GET /long-poll/events HTTP/1.1\r\nHost: lab\r\n\r\n');
  const streams = many('GET /sse/events HTTP/1.1\r\nHost: lab\r\n\r\n');
  const boards = many('GET /keep-alive/events HTTP/1.1\r\nHost: lab\r\n\r\n');
  const sockets = Array.from({ length: 40 }, () => new WebSocket(`ws://127.0.0.1:${port}/websocket/events`));
  const xmpp = Array.from({ length: 40 }, () => new WebSocket(`ws://127.0.0.1:${port}/ws/`, ['xmpp']));
  for (const socket of xmpp) {
    socket.on('open', () =>
      socket.send('<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="localhost" version="1.0"/>'),
    );
  }
  await Promise.all([opened(sockets), opened(xmpp), ...boards.map((client) => client.until('"events":[]}'))]);
  await untilFigure(port, 'lab_feed_readers', 120);
  const codes = Promise.all([closings(sockets), closings(xmpp)]);
  const tookMs = await stopped(server, 'SIGTERM');
  assert.ok(tookMs < 2000, `${tookMs} ms`);
  for (const client of polls) assert.match(await client.end(), /^HTTP\/1\.1 204 No Content\r\n.*lab-cursor: /s);
  for (const client of streams) assert.match(await client.end(), /retry: 2000\n\n\r\n0\r\n\r\n$/);
  for (const client of boards) await client.end();
  for (const code of (await codes).flat()) assert.equal(code, 1001);
});

test('clients that do not read, or never finish their request, do not hold a drain up', async (context) => {
  const [server, port] = await started(context, '--rate', '0');
  const requests = [
    get('/sse/events'),
    upgrade('/websocket/events'),
    upgrade('/ws/', 'Sec-WebSocket-Protocol: xmpp'),
    'GET /sse/events HTTP/1.1\r\nHost',
    '',
  ];
  const stalled = requests.map((request) => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write(request);
    return socket;
  });
  await untilFigure(port, 'lab_feed_readers', 2);
  const body = JSON.stringify({ burst: { count: 100_000, ratePerSecond: 100_000 } });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  assert.equal((await fetch(`http://127.0.0.1:${port}/events`, init)).status, 201);
  await untilFigure(port, 'lab_feed_published_total', 50_000);
  const tookMs = await stopped(server, 'SIGTERM');
  assert.ok(tookMs < 2000, `${tookMs} ms`);
  for (const socket of stalled) socket.destroy();
});

test('a second signal ends a drain at once', async (context) => {
  const [server, port] = await started(context, '--rate', '0');
  const client = new RawClient(port, upgrade('/websocket/events'));
  await client.until('{"cursor":');
  server.process.kill('SIGTERM');
  await client.until('LAB_SERVER_CLOSING');
  server.process.kill('SIGTERM');
  assert.equal(await server.end(), 'SIGTERM');
  await client.end();
});
