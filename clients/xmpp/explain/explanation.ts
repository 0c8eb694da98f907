// What a frame is said to be, what an explainer remembers of the frames before, and how it words names and numbers.
import type { XmlElement } from '../../../servers/protocol/xml.ts';

/** Which way a frame went, seen from the client. */
export type Direction = 'sent' | 'received';

/** One frame in words. */
export interface Explanation {
  /** What the frame does, in one line. */
  readonly title: string;
  /** Where that is written down, such as `RFC 7395 §3.4`. */
  readonly specification: string;
}

/** A request whose answer is still to come: the answer itself does not say what it answers. */
export interface Exchange {
  readonly request: Explanation;
  /** What was asked for, as an error would name it: `the subscription to /finesse/api/User/1001001`. */
  readonly subject: string;
  readonly answer: (iq: XmlElement) => Explanation;
}

/** What a conversation has told so far; one a connection. */
export interface Memory {
  /** The client's full address, once the server has bound it. */
  jid: string;
  isPresent: boolean;
  /** The SASL mechanism that is under way. */
  mechanism: string;
  /** Which sides still have to open the stream anew after a login. */
  readonly restarts: Set<Direction>;
  /** Whether the client asked to resume a stream or to manage a new one. */
  wantsResumption: boolean;
  /** Requests under way, by direction and id. */
  readonly exchanges: Map<string, Exchange>;
  readonly parseXml: (text: string) => XmlElement;
}

/** A memory of nothing. */
export const createMemory = (parseXml: Memory['parseXml']): Memory => ({
  jid: '',
  isPresent: false,
  mechanism: '',
  restarts: new Set(),
  wantsResumption: false,
  exchanges: new Map(),
  parseXml,
});

/** Longest name, address or text that a title repeats. */
const maximumWords = 80;

/** A text of the wire, cut where a title would no longer be one line. */
export const short = (text: string, maximum = maximumWords): string => {
  const characters = Array.from(text);
  return characters.length <= maximum ? text : `${characters.slice(0, maximum).join('')}…`;
};

/** `1 item`, `2 items`. */
export const count = (number: number, noun: string, nouns = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : nouns}`;

/** ` (a, b)`, or nothing. */
export const inBrackets = (...details: readonly string[]): string => {
  const told = details.filter((detail) => detail !== '');
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
};

/** What stands between the sides of a JID's `@` and `/` (RFC 7622 §3). */
export const localpartOf = (jid: string): string => /^([^@/]*)@/.exec(jid)?.[1] ?? '';

/** What a table says of a name from the wire; a name such as `constructor` is in none. */
export const lookUp = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
