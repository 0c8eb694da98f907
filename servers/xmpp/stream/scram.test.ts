// SCRAM against the examples of its RFCs, and everything that is not a proof.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deriveKeys, iterations, readClientFirst, ScramExchange, type ClientFirst, type ScramHash } from './scram.ts';

interface Example {
  readonly hash: ScramHash;
  readonly salt: string;
  readonly nonce: string;
  readonly serverNonce: string;
  readonly proof: string;
  readonly verifier: string;
}

const examples: Readonly<Record<string, Example>> = {
  'RFC 5802 §5': {
    hash: 'sha1',
    salt: 'QSXCR+Q6sek8bf92',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    serverNonce: '3rfcNHYJY1ZVvWVs7j',
    proof: 'v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    verifier: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  'RFC 7677 §3': {
    hash: 'sha256',
    salt: 'W22ZaJ0SNY7soEsUEjb6gQ==',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    serverNonce: '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
    proof: 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    verifier: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
};

const begin = ({ hash, salt, nonce, serverNonce }: Example): ScramExchange => {
  const first = readClientFirst(`n,,n=user,r=${nonce}`);
  assert.ok(first);
  return new ScramExchange(hash, deriveKeys(hash, 'pencil', Buffer.from(salt, 'base64')), first, serverNonce);
};

for (const [source, example] of Object.entries(examples)) {
  const { salt, nonce, serverNonce, proof, verifier } = example;
  const final = (changes: { binding?: string; nonce?: string; proof?: string } = {}): string =>
    `c=${changes.binding ?? 'biws'},r=${changes.nonce ?? nonce + serverNonce},p=${changes.proof ?? proof}`;

  test(`the exchange of ${source} is the one printed there`, () => {
    const exchange = begin(example);
    assert.equal(exchange.challenge, `r=${nonce}${serverNonce},s=${salt},i=4096`);
    assert.deepEqual(exchange.finish(final()), { verifier });
  });

  test(`of ${source} no other proof, nonce or binding will do`, () => {
    assert.equal(begin(example).finish(final({ proof: 'AAAA' })), 'not-authorized');
    assert.equal(begin(example).finish(final({ proof: proof.replace(/^./, 'A') })), 'not-authorized');
    assert.equal(begin(example).finish(final({ nonce: `${nonce}x` })), 'not-authorized');
    assert.equal(begin(example).finish(final({ binding: 'eSws' })), 'malformed-request');
    for (const text of ['', 'c=biws', final().replace(/,p=.*/, ''), final({ proof: '!' })]) {
      assert.equal(begin(example).finish(text), 'malformed-request', text);
    }
  });
}

test('keys are salted anew each time, with at least 4096 iterations, and hold no password', () => {
  const [one, other] = [deriveKeys('sha256', 'secret'), deriveKeys('sha256', 'secret')];
  assert.ok(iterations >= 4096 && one.iterations === iterations);
  assert.notDeepEqual(one.salt, other.salt);
  assert.notDeepEqual(one.storedKey, other.storedKey);
  assert.deepEqual(Object.keys(one).toSorted(), ['iterations', 'salt', 'serverKey', 'storedKey']);
});

const firsts: readonly (readonly [message: string, read: Partial<ClientFirst> | undefined])[] = [
  ['n,,n=a,r=x', { header: 'n,,', authzid: '', user: 'a', nonce: 'x', bare: 'n=a,r=x' }],
  ['y,a=a@b,n=a,r=x', { header: 'y,a=a@b,', authzid: 'a@b', user: 'a' }],
  ['n,,n=a=2Cb=3Dc,r=x,ext=1', { user: 'a,b=c', bare: 'n=a=2Cb=3Dc,r=x,ext=1' }],
  ['p=tls-unique,,n=a,r=x', undefined],
  ['n,,m=1,n=a,r=x', undefined],
  ['n,,n=a=20,r=x', undefined],
  ['n,,n=,r=x', undefined],
  ['n,,n=a', undefined],
  ['n=a,r=x', undefined],
  ['', undefined],
];
for (const [message, read] of firsts) {
  test(`the first message "${message}" is ${read ? 'read' : 'malformed'}`, () => {
    const seen = readClientFirst(message);
    if (!read) assert.equal(seen, undefined);
    else for (const [key, value] of Object.entries(read)) assert.equal(seen?.[key as keyof ClientFirst], value);
  });
}
