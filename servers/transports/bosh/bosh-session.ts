// One BOSH session: a stream over requests that come and are held. Numbers them, repeats lost answers, and bounds everything (XEP-0124).
import {
  bodyFrame,
  boshContentType,
  lowerVersion,
  terminateBody,
  versionOf,
  type BoshBody,
  type BoshCondition,
} from '../../protocol/bosh.ts';
import type { AttributeValues } from '../../protocol/xml.ts';
import { namespaces, xmppVersion } from '../../protocol/xmpp.ts';
import type { Peer, StreamEnd, StreamOpening } from '../../xmpp/peer.ts';
import type { XmppService } from '../../xmpp/service.ts';
import { XmppStream } from '../../xmpp/stream/stream.ts';
import { RequestWindow, type BoshRequest } from './request-window.ts';

/** Longest time that a request is held, in seconds; clients may ask for less. */
const maximumWaitSeconds = 60;
/** XEP-0124 §7.2: how long a session lives without a request, and how often one may ask that holds none. */
const inactivitySeconds = 60;
const pollingSeconds = 5;
/** Bytes that wait for a request before events stay on the feed. */
const maximumWaitingBytes = 64 * 1024;

/** What a session is made from. */
export interface BoshSessionParts {
  readonly service: XmppService;
  readonly sid: string;
  readonly creation: BoshBody;
  /** Names the client where a slow reader is reported. */
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly onEnd: () => void;
}

const utf8 = new TextEncoder();
const bodyEnd = utf8.encode('</body>');

/** XEP-0124 §7: what a client may choose, within bounds. */
const readWish = (written: string | undefined, fallback: number, most: number): number =>
  written !== undefined && /^\d{1,6}$/.test(written) ? Math.min(Number(written), most) : fallback;

/** The carrier of one stream. */
export class BoshSession implements Peer {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** Answers are repeated until the client has them (XEP-0124 §14.3). */
  readonly repairsItself = true;
  /** What answers are sent as: the client's wish counts for the whole session (XEP-0124 §7.1, `content`). */
  readonly contentType: string;
  readonly #parts: Omit<BoshSessionParts, 'creation'>;
  readonly #version: string;
  readonly #waitMs: number;
  readonly #hold: number;
  readonly #window: RequestWindow;
  readonly #stream: XmppStream;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  /** Of these, what had gathered before the request that is being processed: it leaves with the answer. */
  #gatheredBytes = 0;
  #isFull = false;
  #isFlushDue = false;
  /** Attributes of the next answer: the first one describes the session (XEP-0124 §7.2). */
  #attributes: AttributeValues = {};
  #isCreated = false;
  #goodbye: string | undefined;
  #waitTimer: NodeJS.Timeout | undefined;
  #inactivityTimer: NodeJS.Timeout | undefined;
  /** When a client that lets nothing be held last asked for nothing and got nothing. */
  #askedInVainAtMs = -Infinity;

  constructor({ creation, ...parts }: BoshSessionParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.isEncrypted = parts.isEncrypted;
    // Of what created the session only these few stay: the rest of the body is the client's to make as large as it likes.
    const { wait, hold, content, ver } = creation.attributes;
    this.#version = lowerVersion(ver);
    this.contentType = contentTypeOf(content);
    this.#waitMs = readWish(wait, maximumWaitSeconds, maximumWaitSeconds) * 1000;
    this.#hold = readWish(hold, 1, 1);
    this.#window = new RequestWindow(creation.rid ?? 0, this.#hold + 1);
    this.#stream = new XmppStream(parts.service, this);
  }

  /** Whether somebody has logged in. */
  get isBound(): boolean {
    return this.#stream.state === 'bound';
  }

  /** What happened while the client was away is no fault of its: only what it asks for at once is held against it. */
  get unsentBytes(): number {
    return this.#waitingBytes - this.#gatheredBytes;
  }

  /** Takes a request; it is answered now, or when there is something to say, or when its time is over. */
  receive(request: BoshRequest): void {
    clearTimeout(this.#inactivityTimer);
    if (this.#goodbye !== undefined) return this.#sayGoodbyeTo(request);
    const verdict = this.#window.take(request);
    if (verdict === 'outside') return this.#terminate('item-not-found', request);
    for (const due of this.#window.due()) this.#process(due);
    return this.#flushLater();
  }

  /** A request that has no place among the others: the session cannot go on (XEP-0124 §17.2). */
  refuse(condition: BoshCondition, request: BoshRequest): void {
    this.#terminate(condition, request);
  }

  /** A held request's connection is gone: the client will ask again with the same rid. */
  abandon(request: BoshRequest): void {
    this.#window.forget(request);
    this.#watch();
  }

  shutdown(): void {
    this.#stream.shutdown();
  }

  open({ from, id }: StreamOpening): void {
    const { sid } = this.#parts;
    const stream = { 'xmlns:stream': namespaces.stream };
    this.#attributes = this.#isCreated
      ? stream
      : {
          sid,
          wait: this.#waitMs / 1000,
          requests: this.#hold + 1,
          inactivity: inactivitySeconds,
          polling: pollingSeconds,
          hold: this.#hold,
          ver: this.#version,
          from,
          authid: id,
          ...(this.isEncrypted && { secure: 'true' }),
          'xmlns:xmpp': namespaces.boshXmpp,
          'xmpp:version': xmppVersion,
          'xmpp:restartlogic': 'true',
          ...stream,
        };
  }

  send(frame: string): void {
    this.#push(utf8.encode(frame));
    this.#flushLater();
  }

  deliver(opening: Uint8Array, rests: readonly Uint8Array[]): boolean {
    for (const rest of rests) {
      this.#push(opening);
      this.#push(rest);
    }
    this.#flushLater();
    this.#isFull = this.#waitingBytes > maximumWaitingBytes;
    return !this.#isFull;
  }

  close({ error = '', condition, reason }: StreamEnd): void {
    const left = new TextDecoder().decode(Buffer.concat(this.#waiting));
    const binding = bindingConditionOf({ condition, reason });
    this.#goodbye = terminateBody(binding, left, binding === 'remote-stream-error' ? error : '');
    this.#waiting = [];
    clearTimeout(this.#waitTimer);
    for (const request of this.#window.open()) this.#sayGoodbyeTo(request);
    // Nobody asks at the moment: whoever does within the time of a session hears it.
    this.#inactivityTimer = setTimeout(this.#parts.onEnd, inactivitySeconds * 1000);
    this.#inactivityTimer.unref();
  }

  #process(request: BoshRequest): void {
    const { body } = request;
    if (!body) return undefined;
    // It may be held for a minute: what it said is done with now.
    request.body = undefined;
    this.#gatheredBytes = this.#waitingBytes;
    if (!this.#isCreated) {
      const { to, from } = body.attributes;
      this.#stream.open({ to, from, version: versionOf(body) ?? xmppVersion });
      this.#isCreated = true;
    } else if (body.isRestart) {
      const { to = this.#parts.service.domain, from } = body.attributes;
      this.#stream.open({ to, from, version: xmppVersion });
    } else if (this.#asksTooOften(body)) return this.#terminate('policy-violation', request);
    for (const stanza of body.stanzas) this.#stream.take(stanza);
    return body.isTerminate ? this.#stream.end() : undefined;
  }

  /** XEP-0124 §12: only a client that lets nothing be held, asks for nothing twice running, and got nothing for the first. */
  #asksTooOften({ stanzas, isTerminate }: BoshBody): boolean {
    const asksInVain = this.#hold === 0 && stanzas.length === 0 && !isTerminate && this.#waitingBytes === 0;
    const nowMs = performance.now();
    const isTooOften = asksInVain && nowMs - this.#askedInVainAtMs < pollingSeconds * 1000;
    this.#askedInVainAtMs = asksInVain ? nowMs : -Infinity;
    return isTooOften;
  }

  #push(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.byteLength;
  }

  /** All that one turn of the event loop says goes into one answer. */
  #flushLater(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    queueMicrotask(() => {
      this.#isFlushDue = false;
      if (this.#goodbye === undefined) this.#flush();
    });
  }

  #flush(): void {
    if (this.#waitingBytes > 0) this.#answerOldest();
    // XEP-0124 §8: never more than `hold` requests are held.
    while (this.#window.heldCount > this.#hold) this.#answerOldest();
    this.#watch();
    if (this.#isFull && this.#waitingBytes === 0) {
      this.#isFull = false;
      this.#stream.resume();
    }
  }

  #answerOldest(): void {
    const [oldest] = this.#window.held();
    if (!oldest) return;
    const opening = bodyFrame(this.#attributes);
    const body =
      this.#waiting.length === 0
        ? utf8.encode(opening)
        : Buffer.concat([utf8.encode(`${opening.slice(0, -2)}>`), ...this.#waiting, bodyEnd]);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#gatheredBytes = 0;
    this.#attributes = {};
    this.#window.answer(oldest, body);
  }

  /** The oldest held request has an end, and so has a session that nobody asks for. */
  #watch(): void {
    clearTimeout(this.#waitTimer);
    clearTimeout(this.#inactivityTimer);
    const [oldest] = this.#window.held();
    if (oldest) {
      this.#waitTimer = setTimeout(
        () => {
          this.#answerOldest();
          this.#watch();
        },
        Math.max(0, oldest.receivedAtMs + this.#waitMs - performance.now()),
      );
    } else if (this.#goodbye === undefined) {
      this.#inactivityTimer = setTimeout(() => this.#leave(), inactivitySeconds * 1000);
      this.#inactivityTimer.unref();
    }
  }

  /** Nobody asked for too long, or a request never came for which later ones wait. */
  #leave(): void {
    this.#stream.dispose();
    this.#goodbye = terminateBody('item-not-found');
    for (const request of this.#window.open()) this.#sayGoodbyeTo(request);
    this.#parts.onEnd();
  }

  /** The client is out of step: neither side can know what the other has. */
  #terminate(condition: BoshCondition, request: BoshRequest): void {
    this.#stream.dispose();
    this.#goodbye = terminateBody(condition);
    clearTimeout(this.#waitTimer);
    for (const one of new Set([...this.#window.open(), request])) this.#sayGoodbyeTo(one);
  }

  #sayGoodbyeTo(request: BoshRequest): void {
    clearTimeout(this.#inactivityTimer);
    this.#window.forget(request);
    request.respond(utf8.encode(this.#goodbye ?? terminateBody(undefined)));
    this.#parts.onEnd();
  }
}

/** XEP-0124 §17.2; what has no name there is an error of the stream behind. A WebSocket's address is no use to BOSH. */
const bindingConditionOf = ({ condition, reason }: StreamEnd): BoshCondition | undefined => {
  if (reason === 'shutdown') return 'system-shutdown';
  if (condition === 'host-unknown' || condition === 'improper-addressing') return condition;
  return condition === undefined ? undefined : 'remote-stream-error';
};

/** A content type with perhaps a charset; anything else is not copied into a header. */
const contentTypeOf = (wished = ''): string =>
  /^[\w.+-]+\/[\w.+-]+(?:; ?charset=(?:[\w-]+|"[\w-]+"))?$/.test(wished) ? wished : boshContentType;
