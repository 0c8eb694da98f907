// The door of the control channel: who may open it, under which name, and as whom.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { makeCertificate } from '../certificate.ts';
import { openLab } from '../testing/lab.ts';
import { exchange, get } from '../testing/raw-client.ts';
import { openBed, refusedUpgrade } from './channel/bed.ts';
import { letIn, type DoorParts } from './door.ts';
import { TrainerToken } from './trainer-token.ts';

interface Asking {
  readonly host?: string;
  readonly origin?: string;
  readonly protocol?: string;
  readonly from?: string;
  readonly query?: Readonly<Record<string, string>>;
}

const asking = ({ host = '127.0.0.1:8080', origin, protocol = 'http', from = '127.0.0.1', query = {} }: Asking) =>
  ({ host, protocol, query, headers: { origin }, socket: { remoteAddress: from } }) as unknown as FastifyRequest;

const roleOf = (request: Asking, parts: DoorParts = {}): string => letIn(asking(request), parts);

test('on a machine of one’s own every page is the trainer’s', () => {
  for (const host of [
    '127.0.0.1:8080',
    'localhost',
    'LOCALHOST:1',
    'lab.localhost:8080',
    '[::1]:8080',
    '192.168.0.7',
  ]) {
    assert.equal(roleOf({ host }), 'trainer', host);
  }
});

test('a name that may point anywhere is refused: the browser takes a page of elsewhere for one of here', () => {
  for (const host of [
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '',
    'a b',
    'localhost.',
  ]) {
    assert.throws(() => roleOf({ host }), { code: 'LAB_ORIGIN_FORBIDDEN' }, host);
  }
});

test('over TLS the names in the certificate are the server’s own', async () => {
  const { cert: certificate } = await makeCertificate(['192.168.0.7']);
  assert.equal(roleOf({ host: '192.168.0.7', protocol: 'https' }, { certificate }), 'trainer');
  for (const protocol of ['http', 'https']) {
    const refused = (): string => roleOf({ host: 'evil.example', protocol }, { certificate });
    assert.throws(refused, { code: 'LAB_ORIGIN_FORBIDDEN' });
  }
});

test('without an Origin nobody comes in from another machine', () => {
  assert.equal(roleOf({ from: '::ffff:127.0.0.1' }), 'trainer');
  assert.equal(roleOf({ from: '192.168.0.9', origin: 'http://192.168.0.7', host: '192.168.0.7' }), 'trainer');
  assert.throws(() => roleOf({ from: '192.168.0.9' }), { code: 'LAB_ORIGIN_FORBIDDEN' });
});

test('in a class only who shows the token is the trainer', () => {
  const token = new TrainerToken();
  assert.equal(roleOf({}, { token }), 'viewer');
  assert.equal(roleOf({ query: { token: token.text } }, { token }), 'trainer');
  assert.throws(() => roleOf({ query: { token: 'x' } }, { token }), { code: 'LAB_CREDENTIALS_WRONG' });
});

test('a wrong token, a foreign page, another name and a subprotocol are refused before the upgrade', async (context) => {
  const { lab } = await openBed(context, { lan: new TrainerToken('right') });
  const url = `${lab.url}/control`;
  assert.deepEqual(await refusedUpgrade(`${url}?token=wrong`), [401, 'LAB_CREDENTIALS_WRONG']);
  assert.deepEqual(await refusedUpgrade(url, { origin: 'http://evil.example' }), [403, 'LAB_ORIGIN_FORBIDDEN']);
  const rebound = { origin: 'http://evil.example', headers: { host: 'evil.example' } };
  assert.deepEqual(await refusedUpgrade(url, rebound), [403, 'LAB_ORIGIN_FORBIDDEN']);
  const named = { headers: { 'sec-websocket-protocol': 'xmpp' } };
  assert.deepEqual(await refusedUpgrade(url, named), [400, 'LAB_SUBPROTOCOL_INVALID']);
  assert.deepEqual(await refusedUpgrade(`${url}?token=a&token=b`), [400, 'LAB_PARAMETER_INVALID']);
});

test('after ten wrong tokens the right one is refused as well', async (context) => {
  const { lab } = await openBed(context, { lan: new TrainerToken('right') });
  for (let count = 0; count < 10; count += 1) await refusedUpgrade(`${lab.url}/control?token=${count}`);
  assert.deepEqual(await refusedUpgrade(`${lab.url}/control?token=right`), [503, 'LAB_SERVER_BUSY']);
});

test('a viewer may look, tell the time and be an agent, and nothing else', async (context) => {
  const { open } = await openBed(context, { lan: new TrainerToken('right') });
  const viewer = await open({ origin: 'http://127.0.0.1' });
  assert.deepEqual([viewer.state.role, viewer.state.isLan], ['viewer', true]);
  for (const command of [
    { do: 'clock' },
    { do: 'watch', transports: ['sse'] },
    { do: 'agent', agent: '1001001', state: 'READY' },
  ]) {
    assert.ok((await viewer.ask(command)).ok, command.do);
  }
  for (const command of [
    { do: 'publish' },
    { do: 'burst', count: 1, ratePerSecond: 1 },
    { do: 'set', settings: { rttMs: 1 } },
    { do: 'fault', transport: 'sse', faults: {} },
    { do: 'cut', transport: 'sse' },
    { do: 'run', transports: ['sse'] },
    { do: 'stop-run' },
  ]) {
    assert.equal(await viewer.refusal(command), 'LAB_TRAINER_ONLY', command.do);
  }
  assert.equal((await open({}, '?token=right')).state.role, 'trainer');
});

test('a plain request is told to upgrade, and a tapped port has no control channel', async (context) => {
  const lab = await openLab(context);
  const answer = await fetch(`${lab.url}/control`);
  assert.deepEqual([answer.status, answer.headers.get('upgrade')], [426, 'websocket']);
  await lab.listenTapped({ host: '127.0.0.1', port: 0 });
  assert.match(await exchange(lab.taps.portOf('sse') ?? 0, get('/control')), /^HTTP\/1\.1 404 /);
});
