// The salted keys of the accounts: made once from the directory, and then all that SCRAM knows of a password.
import { createHmac, randomBytes } from 'node:crypto';
import type { Directory } from '../../finesse/directory.ts';
import { deriveKeys, iterations, type ScramHash, type ScramKeys } from './scram.ts';

const saltBytes = 16;

/** One a service. */
export class ScramAccounts {
  readonly #directory: Directory;
  readonly #keys = new Map<string, ScramKeys>();
  /** Gives accounts that do not exist a salt of their own that stays the same, so that nobody learns who exists. */
  readonly #secret = randomBytes(32);

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** Deriving takes milliseconds on purpose, so it is done at an account's first login and not for everybody at the start. */
  keysOf(id: string, hash: ScramHash): ScramKeys {
    const agent = this.#directory.agents.get(id);
    if (!agent) return this.#strangers(id, hash);
    const name = `${hash} ${id}`;
    const known = this.#keys.get(name);
    if (known) return known;
    const keys = deriveKeys(hash, agent.password);
    this.#keys.set(name, keys);
    return keys;
  }

  #strangers(id: string, hash: ScramHash): ScramKeys {
    const salt = createHmac('sha256', this.#secret).update(`${hash} ${id}`).digest().subarray(0, saltBytes);
    return { salt, iterations, storedKey: randomBytes(hash === 'sha1' ? 20 : 32), serverKey: randomBytes(32) };
  }
}
