// Options of the server: defaults, and one sentence for each that cannot be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig, serverUsage } from './config.ts';
import type { LabError } from './protocol/errors.ts';

test('without options the defaults stand, and the usage names them', () => {
  assert.deepEqual(readConfig([]), {
    port: 8080,
    window: 20,
    seed: 1,
    ratePerSecond: 2,
    rttMs: 80,
    arrivals: 'poisson',
    trace: undefined,
    xmppDomain: 'localhost',
    xmppProfile: 'finesse',
    needsEncryption: false,
    presenceGraceMs: 60_000,
    seeOtherUri: undefined,
    tls: undefined,
    isLan: false,
    isHelpWanted: false,
  });
  for (const words of ['(8080)', '(20)', '(1)', '(2)', '(poisson)', '(localhost)', '(finesse)', '(optional)', '(60)'])
    assert.ok(serverUsage.includes(words));
});

test('each option is read, in either notation', () => {
  const argv = [
    '--port',
    '0',
    '--window=5',
    '--seed',
    '7',
    '--rate',
    '0.5',
    '--rtt',
    '0',
    '--arrivals',
    'burst',
    '--trace',
    'a b',
  ];
  argv.push(
    '--xmpp-encryption=required',
    '--presence-grace',
    '0.5',
    '--see-other-uri',
    'wss://other/ws/',
    '--tls',
    '--lan',
  );
  assert.deepEqual(readConfig([...argv, '--xmpp-domain', 'Lab.Example', '--xmpp-profile', 'modern', '--help']), {
    port: 0,
    window: 5,
    seed: 7,
    ratePerSecond: 0.5,
    rttMs: 0,
    arrivals: 'burst',
    trace: 'a b',
    xmppDomain: 'lab.example',
    xmppProfile: 'modern',
    needsEncryption: true,
    presenceGraceMs: 500,
    seeOtherUri: 'wss://other/ws/',
    tls: 'self-signed',
    isLan: true,
    isHelpWanted: true,
  });
});

test('a certificate and its key imply TLS', () => {
  const files = { certFile: 'lab.pem', keyFile: 'lab.key' };
  const argv = ['--tls-cert', 'lab.pem', '--tls-key', 'lab.key'];
  assert.deepEqual(readConfig(argv).tls, files);
  assert.deepEqual(readConfig([...argv, '--tls']).tls, files);
});

const refused: readonly (readonly [argv: string, words: RegExp])[] = [
  ['--port 65536', /^--port is "65536"; it has to be a whole number from 0 to 65535\.$/],
  ['--port=-1', /--port is "-1"/],
  ['--port -1', /--port/],
  ['--port 80.5', /whole number/],
  ['--port', /--port/],
  ['--port=', /--port is ""/],
  ['--window 0', /--window is "0"/],
  ['--window 1001', /from 1 to 1000/],
  ['--seed 4294967296', /--seed/],
  ['--rate 1e9', /--rate/],
  ['--rate -1', /--rate/],
  ['--arrivals sometimes', /^--arrivals is "sometimes"; it has to be one of poisson, fixed, burst\.$/],
  ['--xmpp-domain a..b', /--xmpp-domain is "a\.\.b"/],
  ['--xmpp-domain <x>', /domain name/],
  ['--xmpp-profile openfire', /^--xmpp-profile is "openfire"; it has to be one of finesse, modern\.$/],
  ['--xmpp-encryption maybe', /one of optional, required/],
  ['--presence-grace soon', /--presence-grace is "soon"/],
  ['--see-other-uri https://other/', /has to be an address such as wss:/],
  ['--lan=yes', /--lan/],
  ['--tls-cert lab.pem', /^--tls-cert and --tls-key belong together; name both files, or neither\.$/],
  ['--tls --tls-key lab.key', /^--tls-cert and --tls-key belong together/],
  ['--tls-cert', /--tls-cert/],
  ['--no-such', /--no-such/],
  ['--help=yes', /--help/],
  ['start', /start/],
];
for (const [argv, words] of refused) {
  test(`${argv} is refused in one sentence`, () => {
    assert.throws(
      () => readConfig(argv.split(' ')),
      ({ code, message }: LabError) => {
        assert.equal(code, 'LAB_PARAMETER_INVALID');
        assert.match(message, words);
        assert.match(message, /^[^\n]+\.$/);
        assert.equal(message.split(/\.\s/).length, 1, message);
        return true;
      },
    );
  });
}
