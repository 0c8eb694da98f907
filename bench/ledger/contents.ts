// What is inside one message: how many of its bytes are entries, and how many the words around them. Pure.
import type { StreamTally } from './layers.ts';

/** Every wire carries the entry's JSON (servers/protocol/entry.ts); its first members tell it from a heartbeat or a gap. */
const entryStart = /^\{"cursor":"[^"]{1,64}","publishedAtNs":/;
const longestStart = 100;
const entryMark = Buffer.from('{"cursor":"');
const eventsMark = Buffer.from('"events":[');
const agentsMark = Buffer.from('"agents":[');

/** How often a mark stands in some bytes. */
const countOf = (bytes: Buffer, mark: Buffer): number => {
  let count = 0;
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.byteLength)) count += 1;
  return count;
};

/** A JSON message of a stream: an entry, or something that only keeps the stream going. */
export const addJsonMessage = (tally: StreamTally, message: Buffer): void => {
  const isEntry = entryStart.test(message.toString('latin1', 0, longestStart));
  tally[isEntry ? 'payload' : 'framing'] += message.byteLength;
};

/**
 * A JSON answer to a poll (servers/protocol/batch.ts): the entries, and on a board the agents' states too, are payload;
 * the members around them and the commas between are framing. Entries that the client knows already are payload as well:
 * they are what a board costs.
 */
export const addJsonAnswer = (tally: StreamTally, body: Buffer): void => {
  const events = body.indexOf(eventsMark);
  if (events === -1) {
    tally.framing += body.byteLength;
    return;
  }
  const from = events + eventsMark.byteLength;
  const list = body.subarray(from, body.lastIndexOf(']'));
  const commas = Math.max(0, countOf(list, entryMark) - 1);
  const agents = body.indexOf(agentsMark);
  const states = agents === -1 || agents > events ? 0 : events - 2 - (agents + agentsMark.byteLength);
  const payload = list.byteLength - commas + states;
  tally.payload += payload;
  tally.framing += body.byteLength - payload;
};

/** Where an entry begins inside a stanza (servers/protocol/xmpp-pubsub.ts): as the value of an attribute, in single quotes. */
const attributeMark = Buffer.from(`lab:entry='`);
const quote = "'".charCodeAt(0);

/** Bytes of the entries in some XML. */
const entriesIn = (xml: Buffer): number => {
  let sum = 0;
  for (let at = xml.indexOf(attributeMark); at !== -1; at = xml.indexOf(attributeMark, at)) {
    const from = at + attributeMark.byteLength;
    const end = xml.indexOf(quote, from);
    if (end === -1) break;
    sum += end - from;
    at = end;
  }
  return sum;
};

/** An XMPP frame: entries are payload, all the rest is XML. */
export const addStanzas = (tally: StreamTally, xml: Buffer): void => {
  const payload = entriesIn(xml);
  tally.payload += payload;
  tally.xmppXml += xml.byteLength - payload;
};

const bodyEnd = Buffer.from('</body>');

/** A BOSH body (XEP-0124): `<body …>` and its end frame the stanzas. */
export const addBoshBody = (tally: StreamTally, xml: Buffer): void => {
  const open = xml.indexOf('>') + 1;
  const close = xml.subarray(-bodyEnd.byteLength).equals(bodyEnd) ? xml.byteLength - bodyEnd.byteLength : open;
  const stanzas = xml.subarray(open, Math.max(open, close));
  tally.framing += xml.byteLength - stanzas.byteLength;
  addStanzas(tally, stanzas);
};

/** Lines of an event stream, cut anywhere: the value of a `data` field is the payload, all the rest frames it. */
export class EventStreamLines {
  readonly #tally: StreamTally;
  /** The beginning of a line, until it is known what the line is. */
  #start = '';
  #isData = false;

  constructor(tally: StreamTally) {
    this.#tally = tally;
  }

  read(part: Buffer): void {
    let at = 0;
    while (at < part.byteLength) {
      const end = part.indexOf(10, at);
      const stop = end === -1 ? part.byteLength : end + 1;
      this.#line(part.subarray(at, stop), end !== -1);
      at = stop;
    }
  }

  #line(bytes: Buffer, isWhole: boolean): void {
    let rest = bytes;
    if (!this.#isData) {
      const missing = Math.max(0, dataField.length - this.#start.length);
      this.#start += rest.toString('latin1', 0, missing);
      this.#tally.framing += Math.min(missing, rest.byteLength);
      rest = rest.subarray(missing);
      this.#isData = this.#start === dataField;
    }
    const lineBreak = isWhole && rest.byteLength > 0 ? 1 : 0;
    this.#tally[this.#isData ? 'payload' : 'framing'] += rest.byteLength - lineBreak;
    this.#tally.framing += lineBreak;
    if (!isWhole) return;
    this.#start = '';
    this.#isData = false;
  }
}

/** The space after the colon is not part of the value. https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
const dataField = 'data: ';
