// The certificate of a server with TLS: made when it starts, or read from files (PEM: RFC 7468).
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { LabError } from './protocol/errors.ts';

/** What a server proves itself with, both in PEM; the certificate may be followed by those of its issuers. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Where a certificate and its private key are. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** Under these names a server is reached on its own machine. */
const localNames = [
  { type: 2, value: 'localhost' },
  { type: 7, ip: '127.0.0.1' },
  { type: 7, ip: '::1' },
] as const;

/**
 * A new key pair, and a certificate of a year that it signs itself.
 *
 * RSA of 2048 bits, as a Finesse server makes it for itself; a signature always has 256 bytes then, where those of ECDSA
 * vary by a few, so that every handshake with one server takes the same number of bytes. It is no CA (RFC 5280 §4.2.1.9):
 * whoever trusts it trusts this server and nothing that it might sign.
 * @param addresses under which other machines reach the server
 */
export const makeCertificate = async (addresses: readonly string[] = []): Promise<Certificate> => {
  // Most servers run without TLS and need not load this.
  const { generate } = await import('selfsigned');
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      // RFC 9525 §6.3: clients look here, and no longer at the common name.
      { name: 'subjectAltName', altNames: [...localNames, ...addresses.map((ip) => ({ type: 7 as const, ip }))] },
    ],
  });
  return { key, cert };
};

/** @throws {LabError} LAB_PARAMETER_INVALID when a file cannot be read, is no PEM, or the two do not belong together */
export const readCertificate = async ({ certFile, keyFile }: CertificateFiles): Promise<Certificate> => {
  const [cert, key] = [await read('certificate', certFile), await read('private key', keyFile)];
  const certificate = parse(() => new X509Certificate(cert), `The file ${certFile} holds no certificate in PEM.`);
  const privateKey = parse((): KeyObject => createPrivateKey(key), `The file ${keyFile} ${noKey}.`);
  if (!certificate.checkPrivateKey(privateKey)) {
    refuse(`The private key in ${keyFile} does not belong to the certificate in ${certFile}.`);
  }
  // What only OpenSSL's own rules refuse, such as a key that is too short.
  parse(() => createSecureContext({ cert, key }), `The certificate in ${certFile} cannot be used for TLS.`);
  return { cert, key };
};

const noKey = 'holds no private key in PEM, or one with a passphrase, which cannot be given here';

/** What a certificate is for, until when, and how to tell that it is this one. */
export const describeCertificate = ({ cert }: Certificate): string => {
  const { subjectAltName = 'no name', validTo, fingerprint256 } = new X509Certificate(cert);
  const names = subjectAltName.replaceAll(/(?:DNS|IP Address):/g, '');
  return `for ${names}, until ${validTo}, SHA-256 fingerprint ${fingerprint256}`;
};

const refuse = (sentence: string, options?: ErrorOptions): never => {
  throw new LabError('LAB_PARAMETER_INVALID', sentence, options);
};

const read = async (what: string, file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    return refuse(`The ${what} ${file} cannot be read.`, { cause });
  }
};

const parse = <Parsed>(parsing: () => Parsed, sentence: string): Parsed => {
  try {
    return parsing();
  } catch (cause) {
    return refuse(sentence, { cause });
  }
};
