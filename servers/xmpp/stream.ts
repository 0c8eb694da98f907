// One XMPP stream over whole frames: open, SASL, restart, bind, stanzas, close (RFC 7395 §3, RFC 6120 §4 to §7).
import type { Agent } from '../finesse/directory.ts';
import { LabError } from '../protocol/errors.ts';
import { childElements, childOf, element, escapeXml, textOf, type XmlElement } from '../protocol/xml.ts';
import { closeFrame, iqFrame, isElement, namespaces, openFrame } from '../protocol/xmpp.ts';
import { bindFeatures, saslFeatures } from './features.ts';
import { formatJid, isResource, parseJid, type Jid } from './jid.ts';
import { parseFrame } from './parse.ts';
import type { CloseReason, Peer } from './peer.ts';
import { challengeFrame, failureFrame, isSaslStep, successFrame, takeSaslStep } from './sasl.ts';
import type { XmppService } from './service.ts';
import { Session } from './session.ts';
import { stanzaErrorElement } from './stanza-errors.ts';
import { isStreamCondition, streamErrorFrame, type StreamCondition } from './stream-errors.ts';

/** Where a stream stands. */
export type StreamState = 'unopened' | 'authenticating' | 'authenticated' | 'binding' | 'bound' | 'closed';

/** What may follow each state; it is the whole course of a login. */
export const allowedMoves: Readonly<Record<StreamState, readonly StreamState[]>> = {
  unopened: ['authenticating', 'closed'],
  authenticating: ['authenticated', 'closed'],
  authenticated: ['binding', 'closed'],
  binding: ['bound', 'closed'],
  bound: ['closed'],
  closed: [],
};

/** RFC 6120 §6.4.5 leaves the number to the server; it suggests at least 2 retries. */
const maximumFailures = 5;

/** One client. The carrier calls `receive`, `resume`, `shutdown` and `dispose`; none of them throws. */
export class XmppStream {
  readonly #service: XmppService;
  readonly #peer: Peer;
  readonly #loginTimer: NodeJS.Timeout;
  #state: StreamState = 'unopened';
  #agent: Agent | undefined;
  #session: Session | undefined;
  #isChallenged = false;
  #failures = 0;

  constructor(service: XmppService, peer: Peer) {
    this.#service = service;
    this.#peer = peer;
    this.#loginTimer = setTimeout(() => this.#fail('connection-timeout'), service.loginTimeoutMs);
    this.#loginTimer.unref();
  }

  get state(): StreamState {
    return this.#state;
  }

  /** Takes one frame; after `<close/>` nothing is read any more (RFC 7395 §3.6). */
  receive(frame: string): void {
    if (this.#state === 'closed') return;
    try {
      this.#dispatch(parseFrame(frame));
    } catch (cause) {
      this.#failBecause(cause);
    }
  }

  /** The carrier has room again. */
  resume(): void {
    this.#session?.subscriptions.resume();
  }

  /** Refuses what the carrier itself found wrong with a frame or its sender. */
  refuse(condition: StreamCondition): void {
    this.#fail(condition);
  }

  /** The server drains. */
  shutdown(): void {
    this.#fail('system-shutdown', 'shutdown');
  }

  /** The carrier is gone: an implicit close (RFC 7395 §3.6). */
  dispose(): void {
    if (this.#state !== 'closed') this.#leave();
  }

  #move(to: StreamState): void {
    if (!allowedMoves[this.#state].includes(to)) {
      throw new LabError('LAB_SERVER_FAILED', `A stream that is ${this.#state} cannot become ${to}.`);
    }
    this.#state = to;
  }

  #dispatch(frame: XmlElement): void {
    if (isElement(frame, 'framing', 'close')) return this.#end([], 'ended');
    switch (this.#state) {
      case 'unopened':
      case 'authenticated':
        return this.#open(frame);
      case 'authenticating':
        return this.#authenticate(frame);
      case 'binding':
        return this.#bind(frame);
      case 'bound':
        return this.#receiveStanza(frame);
      case 'closed':
        return undefined;
    }
  }

  #open(frame: XmlElement): void {
    const refusal = this.#openingFault(frame);
    if (refusal) return this.#fail(refusal);
    const isRestart = this.#state === 'authenticated';
    this.#sendOpen();
    this.#peer.send(isRestart ? bindFeatures : saslFeatures);
    return this.#move(isRestart ? 'binding' : 'authenticating');
  }

  #openingFault(frame: XmlElement): StreamCondition | undefined {
    const { to, version, from } = frame.attributes;
    // RFC 7395 §3.3.2: `<stream:stream>` has no place here, nor has an `<open/>` of another namespace.
    if (!isElement(frame, 'framing', 'open')) return beforeLogin(frame);
    if (to === undefined) return 'improper-addressing';
    const address = parseJid(to);
    if (!address) return 'improper-addressing';
    if (formatJid(address) !== this.#service.domain) return 'host-unknown';
    // RFC 6120 §4.7.5: a missing version counts as 0.9; the major part decides.
    if (!/^0*1\.\d{1,9}$/.test(version ?? '')) return 'unsupported-version';
    const speaker = from === undefined || !this.#agent ? undefined : parseJid(from);
    return speaker && speaker.local !== this.#agent?.id.toLowerCase() ? 'invalid-from' : undefined;
  }

  /** A new id each time (RFC 7395 §3.7). */
  #sendOpen(): void {
    const { domain, newId } = this.#service;
    this.#peer.send(openFrame({ from: domain, id: newId(), 'xml:lang': 'en' }));
  }

  #authenticate(step: XmlElement): void {
    if (!isSaslStep(step)) return this.#fail(beforeLogin(step));
    const { domain, desk } = this.#service;
    const authenticate = desk.authenticate.bind(desk);
    const outcome = takeSaslStep(step, this.#isChallenged, { domain, authenticate });
    this.#isChallenged = outcome.kind === 'challenge';
    switch (outcome.kind) {
      case 'challenge':
        return this.#peer.send(challengeFrame);
      case 'success':
        this.#agent = outcome.agent;
        this.#move('authenticated');
        return this.#peer.send(successFrame);
      case 'failure':
        this.#peer.send(failureFrame(outcome.fault));
        this.#failures += 1;
        return this.#failures < maximumFailures ? undefined : this.#fail('policy-violation');
    }
  }

  #bind(stanza: XmlElement): void {
    const request = isElement(stanza, 'client', 'iq') ? childOf(stanza, 'bind', namespaces.bind) : undefined;
    const { id, type } = stanza.attributes;
    const agent = this.#agent;
    if (!request || !agent) return this.#fail(beforeLogin(stanza));
    const wanted = childOf(request, 'resource');
    // RFC 6120 §7.6: without a wish the server makes one.
    const resource = (wanted && textOf(wanted).trim()) || this.#service.newId();
    if (!id || type !== 'set' || childElements(stanza).length > 1 || !isResource(resource)) {
      return this.#peer.send(iqFrame({ type: 'error', id }, stanzaErrorElement({ condition: 'bad-request' })));
    }
    return this.#enter(agent, { local: agent.id.toLowerCase(), domain: this.#service.domain, resource }, id);
  }

  /** RFC 6120 §7.6.1: the answer names the full JID. */
  #enter(agent: Agent, jid: Jid, id: string): void {
    const { full } = (this.#session = new Session({
      service: this.#service,
      peer: this.#peer,
      agent,
      jid,
      fail: (condition) => this.#fail(condition),
    }));
    clearTimeout(this.#loginTimer);
    this.#move('bound');
    const bound = element('bind', { xmlns: namespaces.bind }, element('jid', {}, escapeXml(full)));
    this.#peer.send(iqFrame({ type: 'result', id, to: full }, bound));
  }

  #receiveStanza(stanza: XmlElement): void {
    // A second `<open/>` restarts only what SASL has just changed.
    if (isElement(stanza, 'framing', 'open')) this.#fail('policy-violation');
    else this.#session?.receive(stanza);
  }

  #failBecause(cause: unknown): void {
    const fault = cause instanceof LabError && cause.code === 'LAB_FRAME_INVALID' ? cause.cause : undefined;
    if (isStreamCondition(fault)) return this.#fail(fault);
    this.#service.onFault(cause);
    return this.#fail('internal-server-error');
  }

  /** RFC 7395 §3.5: an error while the stream opens comes after an `<open/>` of the server's own. */
  #fail(condition: StreamCondition, reason: CloseReason = 'ended'): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'unopened' || this.#state === 'authenticated') this.#sendOpen();
    this.#end([streamErrorFrame(condition)], reason);
  }

  /** RFC 7395 §3.6: `<close/>` is answered with `<close/>`, and then the carrier closes. */
  #end(lastWords: readonly string[], reason: CloseReason): void {
    this.#leave();
    for (const frame of [...lastWords, closeFrame]) this.#peer.send(frame);
    this.#peer.close(reason);
  }

  #leave(): void {
    this.#move('closed');
    clearTimeout(this.#loginTimer);
    this.#session?.close();
  }
}

/** What a frame is refused with that comes before its time (RFC 6120 §4.9.3.12), or in no namespace that belongs here. */
const beforeLogin = ({ name, namespace }: XmlElement): StreamCondition => {
  if (['iq', 'message', 'presence'].includes(name) && namespace === namespaces.client) return 'not-authorized';
  return name === 'open' || namespace === namespaces.stream ? 'invalid-namespace' : 'unsupported-stanza-type';
};
