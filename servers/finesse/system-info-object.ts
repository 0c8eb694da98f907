// Finesse's system object as XML: whole for a GET, in short on the feed, where the event tells a status and a time.
import type { SystemStatus } from '../protocol/event.ts';
import { systemInfoTopic } from '../protocol/topic.ts';
import type { Markup } from '../protocol/xml.ts';
import { field, wrap } from './markup.ts';

/** What the short object is made from. */
export interface SystemInfoSource {
  readonly status: SystemStatus;
  /** ISO 8601. */
  readonly at: string;
}

/** What changed, and where to ask for the rest. */
export const systemInfoSummary = ({ status, at }: SystemInfoSource): Markup =>
  wrap('SystemInfo', field('currentTimestamp', at), field('status', status), field('uri', systemInfoTopic));

/** Element order of the developer guide, "SystemInfo"; what only a CTI server could tell is left out. */
export const systemInfoObject = ({ status, at }: SystemInfoSource, xmppDomain: string): Markup =>
  wrap(
    'SystemInfo',
    field('currentTimestamp', at),
    field('deploymentType', 'UCCE'),
    field('peripheralId', 5000),
    wrap('primaryNode', field('host', xmppDomain)),
    wrap('secondaryNode', field('host', '')),
    field('status', status),
    field('systemAuthMode', 'NON_SSO'),
    // Finesse counts minutes east of Greenwich, ECMAScript minutes west.
    field('timezoneOffset', 0 - new Date(at).getTimezoneOffset()),
    field('uri', systemInfoTopic),
    field('xmppDomain', xmppDomain),
    field('xmppPubSubDomain', `pubsub.${xmppDomain}`),
  );
