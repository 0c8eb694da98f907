// The profile `modern`: SCRAM logins through the whole stream, and what the profile `finesse` keeps to itself.
import assert from 'node:assert/strict';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { test } from 'node:test';
import { encodeSaslText, namespaces } from '../../protocol/xmpp.ts';
import { domain, open, XmppBed, type BedClient } from '../bed.ts';
import type { ServiceParts } from '../service.ts';

const auth = (mechanism: string, content: string): string =>
  `<auth xmlns='${namespaces.sasl}' mechanism='${mechanism}'>${content}</auth>`;
const response = (content: string): string => `<response xmlns='${namespaces.sasl}'>${content}</response>`;
const failure = (condition: string): string => `<failure xmlns="${namespaces.sasl}"><${condition}/></failure>`;

const opened = (parts: Partial<ServiceParts> = {}): BedClient => {
  const client = new XmppBed(100, { profile: 'modern', ...parts }).connect();
  client.say(open);
  return client;
};

/** The client's half of RFC 5802, written apart from the server's. */
const proveWith = (challenge: string, password: string, { hash = 'sha256', bare = '' } = {}): string => {
  const fields: Readonly<Record<string, string>> = Object.fromEntries(
    challenge.split(',').map((field) => [field.slice(0, 1), field.slice(2)]),
  );
  const length = hash === 'sha1' ? 20 : 32;
  const salted = pbkdf2Sync(password, Buffer.from(fields['s'] ?? '', 'base64'), Number(fields['i']), length, hash);
  const clientKey = createHmac(hash, salted).update('Client Key').digest();
  const storedKey = createHash(hash).update(clientKey).digest();
  const withoutProof = `c=biws,r=${fields['r']}`;
  const signature = createHmac(hash, storedKey).update(`${bare},${challenge},${withoutProof}`).digest();
  const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('base64');
  return `${withoutProof},p=${proof}`;
};

const textIn = (frame: string | undefined): string =>
  Buffer.from(/>([^<]*)<\//.exec(frame ?? '')?.[1] ?? '', 'base64').toString();

const login = (
  client: BedClient,
  password: string,
  mechanism = 'SCRAM-SHA-256',
  user = '1001001',
): readonly string[] => {
  const bare = `n=${user},r=client`;
  const [challenge] = client.say(auth(mechanism, encodeSaslText(`n,,${bare}`)));
  assert.match(challenge ?? '', /^<challenge /);
  const hash = mechanism === 'SCRAM-SHA-1' ? 'sha1' : 'sha256';
  return client.say(response(encodeSaslText(proveWith(textIn(challenge), password, { hash, bare }))));
};

for (const mechanism of ['SCRAM-SHA-1', 'SCRAM-SHA-256']) {
  test(`${mechanism} logs in, and success carries the server's own proof`, () => {
    const [success] = login(opened(), 'secret', mechanism);
    assert.match(success ?? '', /^<success /);
    assert.match(textIn(success), /^v=[A-Za-z0-9+/]+=*$/);
  });

  test(`${mechanism} with a wrong password, or of an account that does not exist, is not-authorized`, () => {
    assert.deepEqual(login(opened(), 'wrong', mechanism), [failure('not-authorized')]);
    assert.deepEqual(login(opened(), 'secret', mechanism, 'nobody'), [failure('not-authorized')]);
  });
}

test('a stranger is challenged with the same salt each time, as an account would be', () => {
  const client = opened();
  const saltOf = (): string | undefined =>
    /,s=([^,]+)/.exec(textIn(client.say(auth('SCRAM-SHA-1', encodeSaslText('n,,n=nobody,r=c')))[0]))?.[1];
  assert.equal(saltOf(), saltOf());
});

test('SCRAM refuses another authzid, and what is no message', () => {
  const client = opened();
  const first = (message: string): readonly string[] => client.say(auth('SCRAM-SHA-1', message));
  assert.deepEqual(first(encodeSaslText(`n,a=1001002@${domain},n=1001001,r=c`)), [failure('invalid-authzid')]);
  assert.deepEqual(first(encodeSaslText('nonsense')), [failure('malformed-request')]);
  assert.deepEqual(first('!'), [failure('incorrect-encoding')]);
});

test('an empty first message is asked for, and PLAIN stays possible', () => {
  const client = opened();
  assert.deepEqual(client.say(auth('SCRAM-SHA-1', '')), [`<challenge xmlns="${namespaces.sasl}"/>`]);
  assert.match(client.say(response(encodeSaslText('n,,n=1001001,r=c')))[0] ?? '', /^<challenge /);
  const plain = encodeSaslText('\u00001001001\u0000secret');
  assert.match(client.say(auth('PLAIN', plain))[0] ?? '', /^<success /);
});

test('the finesse profile offers PLAIN alone, and no stream management', () => {
  const client = new XmppBed().connect();
  const [, features = ''] = client.say(open);
  assert.deepEqual(features.match(/<mechanism>[^<]*/g), ['<mechanism>PLAIN']);
  assert.deepEqual(client.say(auth('SCRAM-SHA-1', '')), [failure('invalid-mechanism')]);
  const bound = new XmppBed().connect().bind('desktop');
  assert.match(bound.say(`<enable xmlns='urn:xmpp:sm:3'/>`)[0] ?? '', /<unsupported-stanza-type /);
});

test('where encryption is required a password in the clear is refused', () => {
  const client = opened({ needsEncryption: true });
  assert.deepEqual(client.say(auth('PLAIN', encodeSaslText('\u00001001001\u0000secret'))), [
    failure('encryption-required'),
  ]);
  assert.match(login(client, 'secret')[0] ?? '', /^<success /);
});

test('a desk that fails is a temporary failure, and is reported', () => {
  const bed = new XmppBed();
  const client = bed.connect();
  client.say(open);
  bed.desk.authenticate = () => {
    throw new Error('the desk is gone');
  };
  assert.deepEqual(client.say(auth('PLAIN', encodeSaslText('\u00001001001\u0000secret'))), [
    failure('temporary-auth-failure'),
  ]);
  assert.equal(bed.faults.length, 1);
});
