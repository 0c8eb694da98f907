// Certificates: what is made is what clients of this machine need, and what is given is refused where it cannot serve.
import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { describeCertificate, makeCertificate, readCertificate, type Certificate } from './certificate.ts';
import type { LabError } from './protocol/errors.ts';

let folder = '';
let one: Certificate;
let other: Certificate;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  [one, other] = [await makeCertificate(), await makeCertificate()];
});
after(() => rm(folder, { recursive: true }));

test('a certificate that is made names this machine, signs itself, and can sign nothing else', () => {
  const certificate = new X509Certificate(one.cert);
  for (const name of ['localhost', 'sub.localhost']) {
    assert.equal(certificate.checkHost(name), name === 'localhost' ? name : undefined);
  }
  for (const address of ['127.0.0.1', '::1']) assert.equal(certificate.checkIP(address), address);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.equal(certificate.ca, false);
  assert.deepEqual(certificate.publicKey.asymmetricKeyDetails, { modulusLength: 2048, publicExponent: 65_537n });
  const days = (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / 86_400_000;
  assert.equal(Math.round(days), 365);
});

test('each is another one, and is told by its fingerprint', () => {
  assert.notEqual(one.cert, other.cert);
  assert.match(
    describeCertificate(one),
    /^for localhost, 127\.0\.0\.1, 0:0:0:0:0:0:0:1, until \w{3} .* GMT, SHA-256 fingerprint ([0-9A-F]{2}:){31}[0-9A-F]{2}$/,
  );
  assert.notEqual(describeCertificate(one), describeCertificate(other));
});

const files = async (cert: string | Buffer, key: string): Promise<Parameters<typeof readCertificate>[0]> => {
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await writeFile(certFile, cert);
  await writeFile(keyFile, key);
  return { certFile, keyFile };
};

test('what is given is read, its issuers with it', async () => {
  const given = { cert: `${one.cert}\n${other.cert}\n`, key: one.key };
  assert.deepEqual(await readCertificate(await files(given.cert, given.key)), given);
});

const locked = (): string =>
  createPrivateKey(one.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });

const refused: Readonly<Record<string, readonly [cert: () => string | Buffer, key: () => string, words: RegExp]>> = {
  'the key of another certificate': [() => one.cert, () => other.key, /key\.pem does not belong to .*cert\.pem\.$/],
  'a certificate that is none': [() => 'x', () => one.key, /cert\.pem holds no certificate in PEM\.$/],
  'a certificate in DER': [() => new X509Certificate(one.cert).raw, () => one.key, /holds no certificate in PEM\.$/],
  'a key that is none': [() => one.cert, () => 'x', /key\.pem holds no private key in PEM, or one with a passphrase/],
  'a key with a passphrase': [() => one.cert, locked, /one with a passphrase, which cannot be given here\.$/],
  'issuers that are broken': [
    () => `${one.cert}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
    () => one.key,
    /cert\.pem cannot be used for TLS\.$/,
  ],
};
for (const [what, [cert, key, words]] of Object.entries(refused)) {
  test(`${what} is refused in one sentence`, async () => {
    await assert.rejects(readCertificate(await files(cert(), key())), isSentence(words));
  });
}

test('a file that is not there is refused in one sentence', async () => {
  const { certFile, keyFile } = await files(one.cert, one.key);
  const missing = join(folder, 'missing.pem');
  await assert.rejects(
    readCertificate({ certFile: missing, keyFile }),
    isSentence(/^The certificate .* cannot be read/),
  );
  await assert.rejects(
    readCertificate({ certFile, keyFile: missing }),
    isSentence(/^The private key .* cannot be read/),
  );
});

const isSentence =
  (words: RegExp) =>
  ({ code, message }: LabError): boolean => {
    assert.equal(code, 'LAB_PARAMETER_INVALID');
    assert.match(message, words);
    assert.match(message, /^[A-Z][^\n]+\.$/);
    return true;
  };
