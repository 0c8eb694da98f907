// Clients of a managed stream: what the tests of XEP-0198 talk to, and what they say.
import { eventExamples } from '../../protocol/event.ts';
import { plainFrame } from '../../protocol/xmpp.ts';
import { domain, open, XmppBed, type BedClient } from '../bed.ts';

export const sm = 'urn:xmpp:sm:3';
export const full = `1001001@${domain}/desktop`;
export const ping = `<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`;
export const enable = `<enable xmlns='${sm}' resume='true'/>`;
export const subscribe = `<iq xmlns='jabber:client' type='set' id='s' to='pubsub.${domain}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='/lab/events' jid='${full}'/></pubsub></iq>`;
export const failed = (condition: string, h?: number): string =>
  `<failed xmlns="${sm}"${h === undefined ? '' : ` h="${h}"`}><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></failed>`;
export const ackRequest = `<r xmlns="${sm}"/>`;

export const modernBed = (capacity = 1000): XmppBed => new XmppBed(capacity, { profile: 'modern' });

/** A client up to where bind is due. */
export const beforeBind = (bed: XmppBed, id = '1001001'): BedClient => {
  const client = bed.connect();
  client.say(open, plainFrame({ authzid: '', authcid: id, password: 'secret' }), open);
  return client;
};

/** A managed client that follows everything, and the id of its stream. */
export const managed = (bed: XmppBed): { client: BedClient; id: string } => {
  const client = bed.connect().bind('desktop');
  const [enabled = ''] = client.say(enable);
  client.say(subscribe);
  return { client, id: /id="([^"]+)"/.exec(enabled)?.[1] ?? '' };
};

export const resume = (
  bed: XmppBed,
  previd: string,
  h: number | string,
): { client: BedClient; answers: readonly string[] } => {
  const client = beforeBind(bed);
  return { client, answers: client.say(`<resume xmlns='${sm}' previd='${previd}' h='${h}'/>`) };
};

/** Ids of the items in event messages. */
export const itemsIn = (frames: readonly string[]): readonly string[] =>
  frames.flatMap((frame) => /^<message .*<item id="([^"]+)"/.exec(frame)?.slice(1) ?? []);

export const publish = async (bed: XmppBed, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) bed.feed.publish(eventExamples.dialog);
  await bed.flushed();
};
