// One XMPP stream: open, SASL, restart, bind or resume, stanzas, close (RFC 7395 §3, RFC 6120 §4 to §7, XEP-0198).
import type { Agent } from '../../finesse/directory.ts';
import { LabError } from '../../protocol/errors.ts';
import {
  childElements,
  childOf,
  element,
  escapeXml,
  textOf,
  type Markup,
  type XmlElement,
} from '../../protocol/xml.ts';
import { iqFrame, isElement, namespaces } from '../../protocol/xmpp.ts';
import { bareJid, formatJid, isResource, parseJid } from '../jid.ts';
import { parseFrame } from '../parse.ts';
import type { CloseReason, Peer, StreamEnd } from '../peer.ts';
import type { XmppService } from '../service.ts';
import { Session, type Carrier } from '../session/session.ts';
import { stanzaErrorElement } from '../stanza/stanza-errors.ts';
import { bindFeatures, saslFeatures } from './features.ts';
import { manageStream, refuseEarly, resumeSession } from './managed.ts';
import { challengeFrame, failureFrame, isSaslStep, SaslNegotiation, successFrame } from './sasl.ts';
import { beforeLogin, isStreamCondition, streamErrorFrame, type StreamCondition } from './stream-errors.ts';
import { allowedMoves, type StreamState } from './stream-states.ts';

/** RFC 6120 §6.4.5 leaves the number to the server; it suggests at least 2 retries. */
const maximumFailures = 5;
/** Bytes that a client may leave unread before nothing of it is read any more. */
const maximumUnsentBytes = 1024 * 1024;

/** What a client says when it opens (RFC 6120 §4.7). */
export interface ClientOpening {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly version?: string | undefined;
}

/** One client. The carrier calls what is public here; none of it throws. */
export class XmppStream {
  readonly #service: XmppService;
  readonly #peer: Peer;
  readonly #loginTimer: NodeJS.Timeout;
  readonly #sasl: SaslNegotiation;
  #state: StreamState = 'unopened';
  #agent: Agent | undefined;
  #session: Session | undefined;
  #failures = 0;

  constructor(service: XmppService, peer: Peer) {
    this.#service = service;
    this.#peer = peer;
    const { domain, desk, scram, offer, needsEncryption } = service;
    this.#sasl = new SaslNegotiation({
      domain,
      scram,
      authenticate: (id, password) => desk.authenticate(id, password),
      find: (id) => desk.find(id),
      mechanisms: offer.mechanisms,
      needsEncryption: needsEncryption && !peer.isEncrypted,
    });
    this.#loginTimer = setTimeout(() => this.#fail('connection-timeout'), service.loginTimeoutMs);
    this.#loginTimer.unref();
  }

  get state(): StreamState {
    return this.#state;
  }

  /** Takes one frame of text; after `<close/>` nothing is read any more (RFC 7395 §3.6). */
  receive(frame: string): void {
    this.#carefully(() => this.#dispatch(parseFrame(frame)));
  }

  /** Takes one element that the carrier has read itself. */
  take(element: XmlElement): void {
    this.#carefully(() => this.#dispatch(element));
  }

  /** Opens, or restarts after SASL: `<open/>` on a WebSocket, a first or restarting body in BOSH. */
  open(opening: ClientOpening): void {
    this.#carefully(() => this.#open(opening));
  }

  /** The client says goodbye (RFC 7395 §3.6, XEP-0124 §13). */
  end(): void {
    if (this.#state !== 'closed') this.#end({ reason: 'ended' });
  }

  /** The carrier has room again. */
  resume(): void {
    this.#session?.followers.resume();
  }

  /** Refuses what the carrier itself found wrong with a frame or its sender. */
  refuse(condition: StreamCondition): void {
    this.#fail(condition);
  }

  /** The server drains: clients are told so, or where to go on. */
  shutdown(): void {
    const { seeOtherUri } = this.#service;
    if (seeOtherUri === undefined) this.#fail('system-shutdown', 'shutdown');
    else if (this.#state !== 'closed') this.#end({ reason: 'shutdown', seeOtherUri });
  }

  /** The carrier is gone: an implicit close (RFC 7395 §3.6), or a pause where the stream is managed. */
  dispose(): void {
    if (this.#state === 'closed') return;
    this.#stop();
    this.#session?.lose();
  }

  #carefully(act: () => void): void {
    if (this.#state === 'closed') return;
    // A client that asks and does not read must not grow a queue of answers, whatever it asks.
    if (this.#peer.unsentBytes > maximumUnsentBytes) return this.#fail('resource-constraint');
    try {
      act();
    } catch (cause) {
      const fault = cause instanceof LabError && cause.code === 'LAB_FRAME_INVALID' ? cause.cause : undefined;
      if (isStreamCondition(fault)) return this.#fail(fault);
      this.#service.onFault(cause);
      this.#fail('internal-server-error');
    }
  }

  #move(to: StreamState): void {
    if (!allowedMoves[this.#state].includes(to)) {
      throw new LabError('LAB_SERVER_FAILED', `A stream that is ${this.#state} cannot become ${to}.`);
    }
    this.#state = to;
  }

  #dispatch(frame: XmlElement): void {
    // RFC 6120 §4.9.1.1: who sends a stream error is done with the stream, and so is the other side.
    const isGoodbye = isElement(frame, 'framing', 'close') || isElement(frame, 'stream', 'error');
    if (isGoodbye) return this.#end({ reason: 'ended' });
    switch (this.#state) {
      case 'unopened':
      case 'authenticated':
        // RFC 7395 §3.3.2: `<stream:stream>` has no place here, nor has an `<open/>` of another namespace.
        return isElement(frame, 'framing', 'open') ? this.#open(frame.attributes) : this.#fail(beforeLogin(frame));
      case 'authenticating':
        return this.#authenticate(frame);
      case 'binding':
        return this.#bindOrResume(frame);
      case 'bound':
        return this.#receiveStanza(frame);
      case 'closed':
        return undefined;
    }
  }

  #open(opening: ClientOpening): void {
    const isRestart = this.#state === 'authenticated';
    const refusal = isRestart || this.#state === 'unopened' ? this.#openingFault(opening) : 'policy-violation';
    if (refusal) return this.#fail(refusal);
    this.#answerOpening(opening.from);
    const { mechanisms, hasStreamManagement } = this.#service.offer;
    const canManage = hasStreamManagement && !this.#peer.repairsItself;
    this.#peer.send(isRestart ? bindFeatures({ hasStreamManagement: canManage }) : saslFeatures(mechanisms));
    return this.#move(isRestart ? 'binding' : 'authenticating');
  }

  #openingFault({ to, version, from }: ClientOpening): StreamCondition | undefined {
    const address = to === undefined ? undefined : parseJid(to);
    if (!address) return 'improper-addressing';
    if (formatJid(address) !== this.#service.domain) return 'host-unknown';
    // RFC 6120 §4.7.5: a missing version counts as 0.9; the major part decides.
    if (!/^0*1\.\d{1,9}$/.test(version ?? '')) return 'unsupported-version';
    const speaker = from === undefined ? undefined : parseJid(from);
    if (from !== undefined && !speaker) return 'invalid-from';
    return speaker && this.#agent && speaker.local !== this.#agent.id.toLowerCase() ? 'invalid-from' : undefined;
  }

  /** A new id each time (RFC 7395 §3.7), and the client's own name where it gave one (RFC 6120 §4.7.2). */
  #answerOpening(speaker?: string): void {
    const { domain, newId } = this.#service;
    const jid = speaker === undefined ? undefined : parseJid(speaker);
    this.#peer.open({ from: domain, to: jid && bareJid(jid), id: newId() });
  }

  #authenticate(step: XmlElement): void {
    if (step.namespace === namespaces.streamManagement) return refuseEarly(this.#parts());
    if (!isSaslStep(step)) return this.#fail(beforeLogin(step));
    const outcome = this.#sasl.take(step);
    switch (outcome.kind) {
      case 'challenge':
        return this.#peer.send(challengeFrame(outcome.message));
      case 'success':
        this.#agent = outcome.agent;
        this.#move('authenticated');
        return this.#peer.send(successFrame(outcome.additional));
      case 'failure':
        if (outcome.cause !== undefined) this.#service.onFault(outcome.cause);
        this.#peer.send(failureFrame(outcome.fault));
        this.#failures += 1;
        return this.#failures < maximumFailures ? undefined : this.#fail('policy-violation');
    }
  }

  #bindOrResume(frame: XmlElement): void {
    const agent = this.#agent;
    if (!agent) return this.#fail('not-authorized');
    if (frame.namespace !== namespaces.streamManagement) return this.#bind(frame, agent);
    const account = this.#service.accountOf(agent);
    const session = resumeSession(frame, this.#parts(), account.bare);
    account.forgetIfEmpty();
    if (!session) return undefined;
    this.#enter(session);
    return session.attach(this.#carrier());
  }

  #bind(stanza: XmlElement, agent: Agent): void {
    const request = isElement(stanza, 'client', 'iq') ? childOf(stanza, 'bind', namespaces.bind) : undefined;
    const { id, type } = stanza.attributes;
    if (!request) return this.#fail(beforeLogin(stanza));
    const wanted = childOf(request, 'resource');
    // RFC 6120 §7.6: without a wish the server makes one.
    const resource = (wanted && textOf(wanted).trim()) || this.#service.newId();
    if (!id || type !== 'set' || childElements(stanza).length > 1 || !isResource(resource)) {
      return this.#refuseBind(id, 'bad-request');
    }
    const account = this.#service.accountOf(agent);
    if (!account.hasRoomFor(resource)) {
      account.forgetIfEmpty();
      return this.#refuseBind(id, 'resource-constraint');
    }
    const session = new Session({ service: this.#service, account, resource, carrier: this.#carrier() });
    this.#enter(session);
    // RFC 6120 §7.6.1: the answer names the full JID.
    const bound = element('bind', { xmlns: namespaces.bind }, element('jid', {}, escapeXml(session.full)));
    return this.#peer.send(iqFrame({ type: 'result', id, to: session.full }, bound));
  }

  /** It may be tried again, but not for ever. */
  #refuseBind(id: string | undefined, condition: 'bad-request' | 'resource-constraint'): void {
    this.#peer.send(iqFrame({ type: 'error', id }, stanzaErrorElement({ condition })));
    this.#failures += 1;
    if (this.#failures >= maximumFailures) this.#fail('policy-violation');
  }

  #enter(session: Session): void {
    this.#session = session;
    clearTimeout(this.#loginTimer);
    this.#move('bound');
  }

  #receiveStanza(stanza: XmlElement): void {
    // A second `<open/>` restarts only what SASL has just changed.
    if (isElement(stanza, 'framing', 'open')) return this.#fail('policy-violation');
    if (stanza.namespace === namespaces.streamManagement && this.#session) {
      return manageStream(stanza, this.#session, this.#parts());
    }
    return this.#session?.receive(stanza);
  }

  #parts(): Parameters<typeof manageStream>[2] {
    return {
      service: this.#service,
      peer: this.#peer,
      fail: (condition, specific) => this.#fail(condition, 'ended', specific),
    };
  }

  #carrier(): Carrier {
    return {
      peer: this.#peer,
      fail: (condition) => this.#fail(condition),
      release: () => {
        this.#session = undefined;
        this.#fail('conflict');
      },
    };
  }

  /** RFC 7395 §3.5: an error while the stream opens comes after an opening of the server's own. */
  #fail(condition: StreamCondition, reason: CloseReason = 'ended', specific: Markup = ''): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'unopened' || this.#state === 'authenticated') this.#answerOpening();
    this.#end({ reason, condition, error: streamErrorFrame(condition, specific) });
  }

  /** A goodbye ends the session too, managed or not (XEP-0198 §5). */
  #end(end: StreamEnd): void {
    this.#stop();
    this.#session?.close();
    this.#peer.close(end);
  }

  #stop(): void {
    this.#move('closed');
    clearTimeout(this.#loginTimer);
  }
}
