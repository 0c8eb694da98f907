// SCRAM: a login in which neither side shows the password, and the server keeps salted keys alone (RFC 5802, RFC 7677).
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Hash functions of the mechanisms (RFC 5802, RFC 7677 §3). */
export type ScramHash = 'sha1' | 'sha256';

/** What is stored of a password (RFC 5802 §3): it proves the client and cannot be used to log in. */
export interface ScramKeys {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** RFC 7677 §4 [spec] "it is RECOMMENDED that the iteration-count be at least 4096". */
export const iterations = 4096;
const saltBytes = 16;
const digestBytes: Readonly<Record<ScramHash, number>> = { sha1: 20, sha256: 32 };

const hmac = (hash: ScramHash, key: Uint8Array, text: string): Buffer => createHmac(hash, key).update(text).digest();

/** RFC 5802 §3: SaltedPassword, ClientKey, StoredKey and ServerKey; the first two are forgotten. */
export const deriveKeys = (hash: ScramHash, password: string, salt: Buffer = randomBytes(saltBytes)): ScramKeys => {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, digestBytes[hash], hash);
  const clientKey = hmac(hash, salted, 'Client Key');
  return {
    salt,
    iterations,
    storedKey: createHash(hash).update(clientKey).digest(),
    serverKey: hmac(hash, salted, 'Server Key'),
  };
};

/** The first message of a client (RFC 5802 §7): `n,a=authzid,n=user,r=nonce`. */
export interface ClientFirst {
  /** The GS2 header up to and with its second comma: the client has to repeat it (§5.1, `c`). */
  readonly header: string;
  readonly authzid: string;
  readonly user: string;
  readonly nonce: string;
  /** The message without the header: a part of what both sides sign. */
  readonly bare: string;
}

/** `=2C` and `=3D` are the comma and the equals sign; a lone `=` is no name (RFC 5802 §5.1). */
const decodeName = (name: string): string | undefined =>
  /=(?!2C|3D)/.test(name) ? undefined : name.replaceAll('=2C', ',').replaceAll('=3D', '=');

const firstPattern = /^((?:n|y),(?:a=([^,]*))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]{1,256})(?:,.*)?)$/su;

/** `undefined` = malformed; so is channel binding (`p=…`), which is not offered, and a mandatory extension (`m=`). */
export const readClientFirst = (message: string): ClientFirst | undefined => {
  const [, header, authzidText = '', bare, userText, nonce] = firstPattern.exec(message) ?? [];
  if (header === undefined || bare === undefined || userText === undefined || nonce === undefined) return undefined;
  const [authzid, user] = [decodeName(authzidText), decodeName(userText)];
  return authzid === undefined || user === undefined ? undefined : { header, authzid, user, nonce, bare };
};

const finalPattern = /^(c=([A-Za-z0-9+/=]*),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?),p=([A-Za-z0-9+/]+={0,2})$/su;

/** The server's half of one exchange. */
export class ScramExchange {
  readonly #hash: ScramHash;
  readonly #keys: ScramKeys;
  readonly #first: ClientFirst;
  readonly #nonce: string;

  /** @param serverNonce @default 18 random bytes in base64 */
  constructor(hash: ScramHash, keys: ScramKeys, first: ClientFirst, serverNonce = randomBytes(18).toString('base64')) {
    this.#hash = hash;
    this.#keys = keys;
    this.#first = first;
    this.#nonce = first.nonce + serverNonce;
  }

  /** RFC 5802 §7, server-first-message. */
  get challenge(): string {
    const { salt, iterations: count } = this.#keys;
    return `r=${this.#nonce},s=${salt.toString('base64')},i=${count}`;
  }

  /**
   * Checks the client-final-message (RFC 5802 §3, §7).
   * @returns the server-final-message `v=…`, which proves the server; or why not
   */
  finish(message: string): { readonly verifier: string } | 'malformed-request' | 'not-authorized' {
    const [, withoutProof, binding, nonce, proofText] = finalPattern.exec(message) ?? [];
    if (withoutProof === undefined || binding === undefined || proofText === undefined) return 'malformed-request';
    const { header, bare } = this.#first;
    if (binding !== Buffer.from(header).toString('base64')) return 'malformed-request';
    if (nonce !== this.#nonce) return 'not-authorized';
    const signed = `${bare},${this.challenge},${withoutProof}`;
    const proof = Buffer.from(proofText, 'base64');
    if (!this.#isProof(signed, proof)) return 'not-authorized';
    return { verifier: `v=${hmac(this.#hash, this.#keys.serverKey, signed).toString('base64')}` };
  }

  /** ClientKey = ClientProof XOR ClientSignature; its hash has to be StoredKey. */
  #isProof(signed: string, proof: Buffer): boolean {
    const signature = hmac(this.#hash, this.#keys.storedKey, signed);
    if (proof.byteLength !== signature.byteLength) return false;
    const clientKey = Buffer.from(proof.map((byte, at) => byte ^ (signature[at] ?? 0)));
    return timingSafeEqual(createHash(this.#hash).update(clientKey).digest(), this.#keys.storedKey);
  }
}
