// PubSub as both sides read and write it (XEP-0060, paging by XEP-0059), and the entry that travels inside an item.
import { isCursor, type Cursor } from './cursor.ts';
import { decodeEntry, type Entry } from './entry.ts';
import type { Gap } from './gap.ts';
import { childElements, childOf, element, escapeXml, type Markup, type XmlElement } from './xml.ts';
import { iqFrame, namespaces } from './xmpp.ts';

/** Items a page of an `items` answer has at most; a page may also be shorter. */
export const maximumPageItems = 100;

/** What a request needs besides its own fields. */
export interface PubSubAddress {
  readonly id: string;
  /** The PubSub service. */
  readonly to: string;
  readonly node: string;
}

const pubsub = (...content: readonly Markup[]): Markup => element('pubsub', { xmlns: namespaces.pubsub }, ...content);

/** XEP-0060 §6.1.1. `jid` is the subscriber: the client's own bare or full JID. */
export const subscribeRequest = ({ id, to, node }: PubSubAddress, jid: string): Markup =>
  iqFrame({ type: 'set', id, to }, pubsub(element('subscribe', { node, jid })));

/** Which items. */
export interface PageRequest {
  /** XEP-0059 §2.2. @default from the oldest item that is kept */
  readonly after?: Cursor | undefined;
  /** 0 asks for the position alone (XEP-0059 §2.7). */
  readonly max: number;
}

/** XEP-0060 §6.5.4 with a page asked for by XEP-0059 §2.2. */
export const itemsRequest = ({ id, to, node }: PubSubAddress, { after, max }: PageRequest): Markup =>
  iqFrame(
    { type: 'get', id, to },
    pubsub(
      element('items', { node }),
      element(
        'set',
        { xmlns: namespaces.resultSet },
        element('max', {}, String(max)),
        after === undefined ? '' : element('after', {}, escapeXml(after)),
      ),
    ),
  );

const nonCharacter = /[\ufffe\uffff]/g;
const attributeSpecial = /[&<']/g;
const attributeEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', "'": '&apos;' };

/**
 * `<notification>`: Finesse's Update as escaped text, and the entry's JSON beside it.
 *
 * The JSON is an attribute of a foreign namespace, so that `textContent`, which Finesse's clients read, is the Update
 * alone. XML has no room for NUL and turns a CR or LF in an attribute into a space (XML 1.0 §3.3.3); JSON writes all
 * three as escapes, so they pass. U+FFFE and U+FFFF, which JSON may leave raw and XML forbids (§2.2), become escapes as
 * well. The quotes around it are single because JSON is full of double ones: `&quot;` for each costs a fifth of the frame.
 */
export const notification = (update: Markup, entryJson: string): Markup => {
  const json = entryJson
    .replace(nonCharacter, (character) => (character === '\ufffe' ? String.raw`\ufffe` : String.raw`\uffff`))
    .replace(attributeSpecial, (character) => attributeEscapes[character] ?? '');
  return (
    `<notification xmlns="${namespaces.pubsub}" xmlns:lab="${namespaces.lab}" lab:entry='${json}'>` +
    `${escapeXml(update)}</notification>`
  );
};

/** Attribute names as the reader of xml.ts gives them. */
const labEntry = `{${namespaces.lab}}entry`;
const labCursor = `{${namespaces.lab}}cursor`;

/** Entries of one node. */
export interface NodeEntries {
  readonly node: string;
  readonly entries: readonly Entry[];
}

const entriesIn = (items: XmlElement): NodeEntries => ({
  node: items.attributes['node'] ?? '',
  entries: childElements(items).flatMap((item) => {
    const json = childOf(item, 'notification')?.attributes[labEntry];
    return json === undefined ? [] : [decodeEntry(json)];
  }),
});

/** The entries in an event message (XEP-0060 §7.1.2.1); `undefined` = it is no event. @throws {LabError} LAB_ANSWER_INVALID */
export const readEvent = (message: XmlElement): NodeEntries | undefined => {
  const event = childOf(message, 'event', namespaces.pubsubEvent);
  const items = event && childOf(event, 'items');
  return items && entriesIn(items);
};

/** A page of an `items` answer. */
export interface Page {
  readonly entries: readonly Entry[];
  /** Position in the whole feed from which the live events go on; `null` = further pages follow. */
  readonly cursor: Cursor | null;
}

/** A page as it was read. */
export interface ReadPage extends Page {
  /** Whether the server has pages at all: one that knows no XEP-0059 answers with all it has. */
  readonly isPaged: boolean;
}

/** Reads an `items` answer. @throws {LabError} LAB_ANSWER_INVALID */
export const readPage = (iq: XmlElement): ReadPage => {
  const answer = childOf(iq, 'pubsub', namespaces.pubsub);
  const items = answer && childOf(answer, 'items');
  const set = answer && childOf(answer, 'set', namespaces.resultSet);
  const cursor = set?.attributes[labCursor];
  return {
    isPaged: set !== undefined,
    entries: items ? entriesIn(items).entries : [],
    cursor: cursor !== undefined && isCursor(cursor) ? cursor : null,
  };
};

/** What the answer says of the page: its ends, and with the last page the position in the whole feed. */
export interface PageEnds {
  readonly first: Cursor | undefined;
  readonly last: Cursor | undefined;
  readonly cursor: Cursor | null;
}

/**
 * XEP-0059 §2.2. We differ: the last page carries `lab:cursor`, the position in the whole feed. A client on a quiet node
 * resumes from there, and it need not ask once more to learn that there is no more.
 */
export const pageSet = ({ first, last, cursor }: PageEnds): Markup =>
  element(
    'set',
    {
      xmlns: namespaces.resultSet,
      ...(cursor !== null && { 'xmlns:lab': namespaces.lab, 'lab:cursor': cursor }),
    },
    first === undefined ? '' : element('first', {}, first),
    last === undefined ? '' : element('last', {}, last),
  );

/** What a message says when its reader fell off the log: XEP-0060 has no word for it, so it is our own. */
export const gapElement = (node: string, { after, next, missed }: Gap): Markup =>
  element('gap', { xmlns: namespaces.lab, node, after, next, missed: missed ?? undefined });

/** A gap on one node. */
export interface NodeGap extends Gap {
  readonly node: string;
}

/** The gap in a message, if it tells of one. */
export const readGap = (message: XmlElement): NodeGap | undefined => {
  const { node = '', after = '', next = '', missed } = childOf(message, 'gap', namespaces.lab)?.attributes ?? {};
  if (!isCursor(after) || !isCursor(next)) return undefined;
  return { node, after, next, missed: missed === undefined ? null : Number(missed) };
};
