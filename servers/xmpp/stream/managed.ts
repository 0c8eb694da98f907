// The elements of XEP-0198 on a stream: enable, resume, and the acknowledgements both ways.
import { element, type Markup, type XmlElement } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import type { Peer } from '../peer.ts';
import type { XmppService } from '../service.ts';
import type { Session } from '../session/session.ts';
import { readHandled, type StreamManagement } from '../session/stream-management.ts';
import type { StanzaCondition } from '../stanza/stanza-errors.ts';
import type { StreamCondition } from './stream-errors.ts';

/** The stream, as far as it matters here. */
export interface ManagedParts {
  readonly service: XmppService;
  readonly peer: Peer;
  readonly fail: (condition: StreamCondition, specific?: Markup) => void;
}

const xmlns = namespaces.streamManagement;

const failed = (condition: StanzaCondition, handled?: number): Markup =>
  element('failed', { xmlns, h: handled }, element(condition, { xmlns: namespaces.stanzaErrors }));

/** XEP-0198 §4: a client that acknowledges what it was never sent has lost count, and the stream cannot go on. */
const tooHigh = (h: number, management: StreamManagement): Markup =>
  element('handled-count-too-high', { xmlns, h, 'send-count': management.sent });

const isOffered = ({ service, peer }: ManagedParts): boolean =>
  service.offer.hasStreamManagement && !peer.repairsItself;

/** XEP-0198 §3: before the login there is nothing to manage. */
export const refuseEarly = (parts: ManagedParts): void =>
  isOffered(parts) ? parts.peer.send(failed('unexpected-request')) : parts.fail('unsupported-stanza-type');

/** Takes an element of XEP-0198 on a bound stream. */
export const manageStream = (nonza: XmlElement, session: Session, parts: ManagedParts): void => {
  const { management } = session.outlet;
  if (!isOffered(parts)) return parts.fail('unsupported-stanza-type');
  switch (nonza.name) {
    case 'enable':
      return management ? parts.peer.send(failed('unexpected-request')) : enable(nonza, session, parts.peer);
    case 'r':
      return parts.peer.send(
        management ? element('a', { xmlns, h: management.handled }) : failed('unexpected-request'),
      );
    case 'a':
      return management ? acknowledge(nonza, session, parts) : undefined;
    case 'resume':
      return parts.peer.send(failed('unexpected-request'));
    default:
      return parts.fail('unsupported-stanza-type');
  }
};

/** XEP-0198 §3. What is counted is counted from here: what came before `<enable/>` is not. */
const enable = ({ attributes }: XmlElement, session: Session, peer: Peer): void => {
  const wantsResumption = attributes['resume'] === 'true' || attributes['resume'] === '1';
  const maximum = /^\d{1,6}$/.test(attributes['max'] ?? '') ? Number(attributes['max']) * 1000 : Infinity;
  const { id, holdMs } = session.manage(wantsResumption, maximum);
  const resumption = holdMs > 0 ? { id, resume: 'true', max: Math.ceil(holdMs / 1000) } : {};
  peer.send(element('enabled', { xmlns, ...resumption }));
};

const acknowledge = ({ attributes }: XmlElement, session: Session, { fail }: ManagedParts): void => {
  const h = readHandled(attributes['h']);
  const { management } = session.outlet;
  if (h === undefined) return fail('undefined-condition', element('bad-request', { xmlns: namespaces.stanzaErrors }));
  return session.acknowledge(h) || !management ? undefined : fail('undefined-condition', tooHigh(h, management));
};

/**
 * Takes an element of XEP-0198 where bind is due.
 * @returns the session that goes on, after `<resumed/>` was said; `undefined` = nothing goes on, and bind is still due
 */
export const resumeSession = (nonza: XmlElement, parts: ManagedParts, bare: string): Session | undefined => {
  const { peer, service, fail } = parts;
  if (!isOffered(parts) || (nonza.name !== 'resume' && nonza.name !== 'enable')) {
    fail('unsupported-stanza-type');
    return undefined;
  }
  // XEP-0198 §3: before a resource is bound there is nothing to manage.
  if (nonza.name === 'enable') {
    peer.send(failed('unexpected-request'));
    return undefined;
  }
  const previous = nonza.attributes['previd'] ?? '';
  const session = service.resumable.find(previous, bare);
  const h = readHandled(nonza.attributes['h']);
  if (!session || session.isClosed || h === undefined) {
    peer.send(failed(h === undefined ? 'bad-request' : 'item-not-found', service.resumable.handledBy(previous, bare)));
    return undefined;
  }
  return takeOver(session, h, parts);
};

const takeOver = (session: Session, h: number, { peer, fail }: ManagedParts): Session | undefined => {
  const { management } = session.outlet;
  if (!management) return undefined;
  session.detach();
  // Only the outlet's count: what waits on the feed goes on once there is a connection to take it.
  if (!session.outlet.acknowledge(h)) {
    fail('undefined-condition', tooHigh(h, management));
    session.close();
    return undefined;
  }
  peer.send(element('resumed', { xmlns, previd: management.id, h: management.handled }));
  return session;
};
