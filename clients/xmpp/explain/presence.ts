// Explains presence: who is there, and the one presence that a Finesse desktop waits for (RFC 6121 §4).
import { childOf, textOf, type XmlElement } from '../../../servers/protocol/xml.ts';
import { isElement } from '../../../servers/protocol/xmpp.ts';
import { stanzaErrorSpecification, stanzaErrorWords } from './errors.ts';
import {
  inBrackets,
  localpartOf,
  lookUp,
  short,
  type Direction,
  type Explanation,
  type Memory,
} from './explanation.ts';

/** The user whose presence says that Finesse itself is connected to the XMPP server. */
const backEndUser = 'finesse';

/** `undefined`: the frame is no presence. */
export const explainPresence = (direction: Direction, frame: XmlElement, memory: Memory): Explanation | undefined => {
  if (!isElement(frame, 'client', 'presence')) return undefined;
  const { type = '' } = frame.attributes;
  if (type === 'error') {
    return {
      title: `Refuses a presence: ${stanzaErrorWords(frame)}`,
      specification: stanzaErrorSpecification(frame),
    };
  }
  const other = lookUp(otherTypes, type);
  if (other !== undefined) return other(frame);
  const isAvailable = type !== 'unavailable';
  return direction === 'sent' ? explainOwn(frame, isAvailable, memory) : explainOthers(frame, isAvailable, memory);
};

/** RFC 6121 §4.7.1, without the two that only say whether somebody is there. */
const otherTypes: Readonly<Record<string, (frame: XmlElement) => Explanation>> = {
  probe: () => ({ title: 'Asks whether somebody is there', specification: 'RFC 6121 §4.3' }),
  subscribe: () => ({ title: 'Asks to be told when somebody is there', specification: 'RFC 6121 §3.1' }),
  subscribed: () => ({ title: 'Allows to be watched', specification: 'RFC 6121 §3.1' }),
  unsubscribe: () => ({ title: 'Watches no longer', specification: 'RFC 6121 §3.3' }),
  unsubscribed: () => ({ title: 'Allows to be watched no longer', specification: 'RFC 6121 §3.2' }),
};

/** RFC 6121 §4.7.2: what a presence says besides being one. */
const details = (frame: XmlElement): string =>
  inBrackets(
    ...['show', 'status', 'priority'].map((name) => {
      const child = childOf(frame, name);
      return child ? `${name} ${short(textOf(child))}` : '';
    }),
  );

const explainOwn = (frame: XmlElement, isAvailable: boolean, memory: Memory): Explanation => {
  const isFirst = !memory.isPresent;
  memory.isPresent = isAvailable;
  if (!isAvailable) {
    return { title: `Says that the client is there no longer${details(frame)}`, specification: 'RFC 6121 §4.5' };
  }
  return isFirst
    ? { title: `Says that the client is there${details(frame)}`, specification: 'RFC 6121 §4.2' }
    : { title: `Says how the client is there now${details(frame)}`, specification: 'RFC 6121 §4.4' };
};

const explainOthers = (frame: XmlElement, isAvailable: boolean, { jid }: Memory): Explanation => {
  const { from = 'somebody' } = frame.attributes;
  const specification = isAvailable ? 'RFC 6121 §4.2' : 'RFC 6121 §4.5';
  if (localpartOf(from) === backEndUser) {
    return {
      title: isAvailable
        ? `The back end is there, ${short(from)}: only now a Finesse desktop says connected`
        : `The back end is gone, ${short(from)}: a Finesse desktop looks for another server`,
      specification,
    };
  }
  if (from === jid && isAvailable) {
    return { title: `The server confirms that the client is there${details(frame)}`, specification };
  }
  return { title: `${short(from)} is ${isAvailable ? 'there' : 'there no longer'}${details(frame)}`, specification };
};
