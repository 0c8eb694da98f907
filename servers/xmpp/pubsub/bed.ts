// A node that a client made, its owner and somebody else: what the tests of this room talk to, and how they ask.
import { domain, XmppBed, type BedClient } from '../bed.ts';

export const service = `pubsub.${domain}`;
export const owner = `1001001@${domain}`;
export const other = `1001002@${domain}`;
export const pubsubNs = 'http://jabber.org/protocol/pubsub';

export const ask = (type: 'get' | 'set', content: string, namespace = pubsubNs): string =>
  `<iq xmlns='jabber:client' type='${type}' id='i' to='${service}'><pubsub xmlns='${namespace}'>${content}</pubsub></iq>`;
export const ownerAsk = (type: 'get' | 'set', content: string): string => ask(type, content, `${pubsubNs}#owner`);

export const form = (fields: Readonly<Record<string, string>>): string =>
  `<x xmlns='jabber:x:data' type='submit'>${Object.entries(fields)
    .map(([name, value]) => `<field var='pubsub#${name}'><value>${value}</value></field>`)
    .join('')}</x>`;
export const create = (node: string, fields?: Readonly<Record<string, string>>): string =>
  ask('set', `<create node='${node}'/>${fields ? `<configure>${form(fields)}</configure>` : ''}`);
export const subscribe = (node: string, jid: string): string => ask('set', `<subscribe node='${node}' jid='${jid}'/>`);
export const publish = (node: string, item: string): string => ask('set', `<publish node='${node}'>${item}</publish>`);
export const note = (id: string, text = 'hello'): string =>
  `<item id='${id}'><note xmlns='urn:test'>${text}</note></item>`;
export const affiliate = (node: string, jid: string, affiliation: string): string =>
  ownerAsk(
    'set',
    `<affiliations node='${node}'><affiliation jid='${jid}' affiliation='${affiliation}'/></affiliations>`,
  );

export interface Scene {
  readonly bed: XmppBed;
  readonly mine: BedClient;
  readonly theirs: BedClient;
}

/** An owner with the node `notes`, and somebody else. */
export const scene = (fields?: Readonly<Record<string, string>>): Scene => {
  const bed = new XmppBed();
  const mine = bed.connect().bind('desk');
  const theirs = bed.connect().bind('desk', '1001002');
  mine.say(create('notes', fields));
  return { bed, mine, theirs };
};

/** Type, condition and PubSub's own condition of an error; `result` when there is none. */
export const outcome = ([answer = '']: readonly string[]): string => {
  const [, type, condition, specific, feature] =
    /<error type="([^"]*)"><([a-z-]+) [^>]*\/>(?:<([a-z-]+) xmlns="[^"]*#errors"(?: feature="([^"]*)")?\/>)?/.exec(
      answer,
    ) ?? [];
  if (type === undefined) return /type="result"/.test(answer) ? 'result' : answer;
  return [type, condition, specific, feature].filter((part) => part !== undefined).join(' ');
};
