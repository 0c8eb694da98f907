// What a message can be in one line: keys of texts with `{name}` for what the wire said.
import { wordsOf, type Words } from './words.ts';

const keys = [
  'request request.upgrade request.preflight response response.upgraded body chunk chunk.last part text incomplete',
  'unread unread.after-loss forgotten sse.event sse.events sse.heartbeat sse.gap sse.retry sse.part ws.fragment',
  'ws.binary ws.ping ws.pong ws.close ws.close.empty ws.reserved json json.entry json.position json.gap json.batch',
  'json.batch.empty json.board json.command json.done json.error xmpp xmpp.open xmpp.opened xmpp.close xmpp.login',
  'xmpp.features xmpp.auth xmpp.challenge xmpp.response xmpp.success xmpp.failure xmpp.bind xmpp.bound xmpp.session',
  'xmpp.session.done xmpp.ping xmpp.pong xmpp.subscribe xmpp.subscribed xmpp.unsubscribe xmpp.items xmpp.page',
  'xmpp.roster xmpp.disco xmpp.publish xmpp.iq xmpp.result xmpp.error xmpp.presence xmpp.present xmpp.absent',
  'xmpp.event xmpp.gap xmpp.message xmpp.stream-error xmpp.enable xmpp.enabled xmpp.ack-request xmpp.ack',
  'xmpp.resume xmpp.resumed xmpp.failed bosh.create bosh.created bosh.restart bosh.wait bosh.nothing bosh.end',
  'bosh.ended bosh.stanzas',
] as const;

/** The key of a summary's text in `web/src/text/<language>/spans.ts`. */
export type SummaryKey = Words<(typeof keys)[number]>;

/** All keys. */
export const summaryKeys = (): readonly SummaryKey[] => wordsOf(keys);

/** What a message is, in one line: a text of the catalog and what fills it, raw from the wire. */
export interface Summary {
  readonly key: SummaryKey;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A summary whose texts are cut to the length of a line. */
export const summary = (key: SummaryKey, values: Summary['values'] = {}): Summary => ({
  key,
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? inOneLine(value) : value]),
  ),
});

const maximumWords = 80;

const inOneLine = (text: string): string =>
  text.length <= maximumWords ? text : `${text.slice(0, maximumWords - 1)}…`;
