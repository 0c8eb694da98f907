// The client's side of BOSH: numbered requests, one of them always held by the server, lost ones asked again (XEP-0124).
import { creationBody, bodyFrame, readBody, restartBody, type BoshBody } from '../../servers/protocol/bosh.ts';
import { LabError } from '../../servers/protocol/errors.ts';
import { textOf, type XmlElement } from '../../servers/protocol/xml.ts';
import type { XmppCarrier } from './carrier.ts';

/** Where a connection's answers go. */
export interface BoshEvents {
  /** One element that the server sent. */
  /** An answer is about to be taken apart. */
  readonly onAnswer?: (() => void) | undefined;
  readonly onElement: (element: XmlElement) => void;
  /** An answer that carried nothing. */
  readonly onEmpty: () => void;
  /** The session is over. @param movedTo where the server says that it goes on */
  readonly onLost: (why: string, movedTo?: string) => void;
}

/** What a connection is made from. */
export interface BoshParts extends BoshEvents {
  readonly domain: string;
  readonly waitSeconds: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Sends a body and resolves with the answer's, or throws LAB_CONNECTION_LOST. */
  readonly post: (body: string) => Promise<XmlElement>;
  /** Resolves after that time. */
  readonly sleep: (delayMs: number) => Promise<void>;
}

/** How often a request is sent whose answer did not come, and the first pause before it. */
const maximumAttempts = 5;
const firstPauseMs = 100;

/** One session. */
export class BoshConnection implements XmppCarrier {
  readonly repairsItself = true;
  readonly #parts: BoshParts;
  /** The next request's id (XEP-0124 §14.1: the first one is random). */
  #rid: number;
  #sid: string | undefined;
  /** Requests at once (XEP-0124 §7.2, `requests`); until the session stands there is one. */
  #requests = 1;
  #underWay = 0;
  #queue: string[] = [];
  #isRestartDue = false;
  #isPumpDue = false;
  #isOver = false;
  /** Answers that came before those of earlier requests. */
  readonly #early = new Map<number, XmlElement>();
  #nextAnswer: number;

  constructor(parts: BoshParts) {
    this.#parts = parts;
    this.#rid = 1 + Math.floor(parts.random() * 2 ** 32);
    this.#nextAnswer = this.#rid;
  }

  open(): void {
    if (this.#sid === undefined) {
      const { domain: to, waitSeconds } = this.#parts;
      void this.#ask((rid) => creationBody({ rid, to, waitSeconds }));
    } else {
      this.#isRestartDue = true;
      this.#pumpLater();
    }
  }

  send(frame: string): void {
    this.#queue.push(frame);
    this.#pumpLater();
  }

  /** XEP-0124 §13: the goodbye takes with it what still waits. */
  close(): void {
    if (this.#isOver || this.#sid === undefined) return;
    const [sid, frames] = [this.#sid, this.#queue];
    this.#queue = [];
    void this.#ask((rid) => bodyFrame({ rid, sid, type: 'terminate' }, ...frames)).finally(() => this.abandon());
  }

  /** Nothing is asked or heard any more. */
  abandon(): void {
    this.#isOver = true;
  }

  /** What one turn of the event loop sends goes into one request. */
  #pumpLater(): void {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    queueMicrotask(() => {
      this.#isPumpDue = false;
      this.#pump();
    });
  }

  /** XEP-0124 §8: as long as the session lives the server holds a request; a second one carries what the client says. */
  #pump(): void {
    const sid = this.#sid;
    if (this.#isOver || sid === undefined) return;
    const hasNews = this.#queue.length > 0 || this.#isRestartDue;
    if (this.#underWay >= (hasNews ? this.#requests : 1)) return;
    if (this.#isRestartDue) {
      this.#isRestartDue = false;
      void this.#ask((rid) => restartBody({ rid, sid, to: this.#parts.domain }));
      return;
    }
    const frames = this.#queue;
    this.#queue = [];
    void this.#ask((rid) => bodyFrame({ rid, sid }, ...frames));
  }

  async #ask(write: (rid: number) => string): Promise<void> {
    const rid = this.#rid;
    this.#rid += 1;
    this.#underWay += 1;
    try {
      this.#receive(rid, await this.#insist(write(rid)));
    } catch (cause) {
      this.#lose((cause as Error).message);
    } finally {
      this.#underWay -= 1;
      this.#pumpLater();
    }
  }

  /** XEP-0124 §14.3: the same request with the same id; the server repeats an answer that was lost. */
  async #insist(body: string): Promise<XmlElement> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#parts.post(body);
      } catch (cause) {
        const isFinal = !(cause instanceof LabError) || !cause.failure.retry || attempt === maximumAttempts;
        if (isFinal || this.#isOver) throw cause;
        await this.#parts.sleep(firstPauseMs * 2 ** (attempt - 1));
      }
    }
  }

  /** Answers are taken in the order of their requests, whichever connection was faster. */
  #receive(rid: number, answer: XmlElement): void {
    this.#early.set(rid, answer);
    for (let due = this.#early.get(this.#nextAnswer); due && !this.#isOver; due = this.#early.get(this.#nextAnswer)) {
      this.#early.delete(this.#nextAnswer);
      this.#nextAnswer += 1;
      this.#take(due);
    }
  }

  #take(answer: XmlElement): void {
    const body = readBody(answer);
    if (!body) throw new LabError('LAB_ANSWER_INVALID', `The answer is <${answer.name}>, not the <body> of BOSH.`);
    if (this.#sid === undefined && body.sid !== undefined) this.#begin(body);
    this.#parts.onAnswer?.();
    const stanzas = body.isTerminate ? [] : body.stanzas;
    for (const stanza of stanzas) this.#parts.onElement(stanza);
    if (body.isTerminate) this.#end(body);
    else if (stanzas.length === 0) this.#parts.onEmpty();
  }

  #begin({ sid, attributes }: BoshBody): void {
    this.#sid = sid;
    this.#requests = Math.max(1, Number(attributes['requests'] ?? 2) || 2);
  }

  #end({ attributes, stanzas }: BoshBody): void {
    for (const stanza of stanzas) this.#parts.onElement(stanza);
    const { condition = 'ended' } = attributes;
    const uri = stanzas.find(({ name }) => name === 'uri');
    this.#lose(`the server ended the session: ${condition}`, uri && textOf(uri));
  }

  #lose(why: string, movedTo?: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parts.onLost(why, movedTo);
  }
}
