// The trainer's token: printed in the terminal of a server that other machines reach, it tells the trainer from the class.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { LabError } from '../protocol/errors.ts';

/** Wrong tokens that one address may show in a minute. */
const maximumWrong = 10;
const wrongSpanMs = 60_000;
/** Addresses whose wrong tokens are remembered. */
const maximumAddresses = 1024;

interface Wrong {
  readonly sinceMs: number;
  count: number;
}

/** 128 random bits, and who guessed. */
export class TrainerToken {
  /** As it stands in the address of the trainer's page. */
  readonly text: string;
  readonly #digest: Buffer;
  readonly #nowMs: () => number;
  readonly #wrong = new Map<string, Wrong>();

  constructor(text = randomBytes(16).toString('base64url'), nowMs = () => performance.now()) {
    this.text = text;
    this.#digest = digestOf(text);
    this.#nowMs = nowMs;
  }

  /**
   * @param address of whoever shows it
   * @throws {LabError} LAB_CREDENTIALS_WRONG, and LAB_SERVER_BUSY after too many of them, whatever is shown then
   */
  demand(shown: string, address: string): void {
    const wrong = this.#wrongOf(address);
    if (wrong.count >= maximumWrong) {
      throw new LabError('LAB_SERVER_BUSY', `${maximumWrong} wrong tokens came from ${address}; wait for a minute.`);
    }
    // Digests are of one length, and comparing them takes as long whatever was guessed.
    if (timingSafeEqual(digestOf(shown), this.#digest)) return;
    wrong.count += 1;
    throw new LabError('LAB_CREDENTIALS_WRONG', 'This is not the token that the terminal of the server shows.');
  }

  /**
   * The same, as the header `Authorization` carries it (RFC 6750 §2.1).
   * @throws {LabError} LAB_TRAINER_ONLY without one, LAB_CREDENTIALS_WRONG, LAB_SERVER_BUSY
   */
  demandBearer(authorization: string | undefined, address: string): void {
    const shown = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (shown !== undefined) return this.demand(shown, address);
    throw new LabError('LAB_TRAINER_ONLY', 'From another machine this needs the header Authorization: Bearer <token>.');
  }

  /** Kept while it counts; the address that was first to guess goes when there are too many. */
  #wrongOf(address: string): Wrong {
    const known = this.#wrong.get(address);
    if (known && this.#nowMs() - known.sinceMs < wrongSpanMs) return known;
    this.#wrong.delete(address);
    for (const oldest of this.#wrong.keys()) {
      if (this.#wrong.size < maximumAddresses) break;
      this.#wrong.delete(oldest);
    }
    const fresh = { sinceMs: this.#nowMs(), count: 0 };
    this.#wrong.set(address, fresh);
    return fresh;
  }
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
