// Explains BOSH: the body around the frames when they travel by HTTP (XEP-0124, XEP-0206).
import { childElements, type XmlElement } from '../../../servers/protocol/xml.ts';
import { isElement, namespaces } from '../../../servers/protocol/xmpp.ts';
import { inBrackets, lookUp, short, type Direction, type Explanation } from './explanation.ts';

/** How the frames inside a body are explained. */
type ExplainInner = (direction: Direction, frame: XmlElement) => Explanation;

/** `undefined`: the frame is no body. */
export const explainBosh = (
  direction: Direction,
  body: XmlElement,
  explainInner: ExplainInner,
): Explanation | undefined => {
  if (!isElement(body, 'bosh', 'body')) return undefined;
  const own = direction === 'sent' ? explainRequest(body) : explainResponse(body);
  const inner = childElements(body).map((frame) => explainInner(direction, frame));
  if (inner.length === 0) return own;
  const isWrapper = own.specification === wrapperSection;
  const titles = inner.map(({ title }) => title).join('; ');
  const specifications = [...new Set([own.specification, ...inner.map(({ specification }) => specification)])];
  return {
    title: isWrapper ? `${titles}${numberOf(direction, body)}` : `${own.title}; ${titles}`,
    specification: specifications.join(', '),
  };
};

/** XEP-0124 §7.1: a request without a session asks for one. It is a new conversation, on connections that may be old. */
export const beginsBosh = (direction: Direction, body: XmlElement): boolean =>
  direction === 'sent' && isElement(body, 'bosh', 'body') && body.attributes['sid'] === undefined;

/** A body that only carries, or that waits for something to carry. */
const wrapperSection = 'XEP-0124 §8';

const numberOf = (direction: Direction, { attributes }: XmlElement): string =>
  direction === 'sent' ? inBrackets(`request ${short(attributes['rid'] ?? 'without a number')}`) : '';

const explainRequest = (body: XmlElement): Explanation => {
  const { rid = '', to = 'no domain', wait = 'no', hold = 'no', type } = body.attributes;
  if (beginsBosh('sent', body)) {
    return {
      title: `Asks for a BOSH session with ${short(to)}: hold ${short(hold)} request for at most ${short(wait)} s, numbers from ${short(rid)}`,
      specification: 'XEP-0124 §7.1, XEP-0206 §3',
    };
  }
  if (type === 'terminate') return { title: 'Ends the BOSH session', specification: 'XEP-0124 §13' };
  if (body.attributes[`{${namespaces.boshXmpp}}restart`] === 'true') {
    return {
      title: 'Restarts the stream: who has logged in begins anew, with a body instead of an <open/>',
      specification: 'XEP-0206 §5',
    };
  }
  return {
    title: `An empty request for the server to hold until there is news${numberOf('sent', body)}`,
    specification: wrapperSection,
  };
};

const explainResponse = (body: XmlElement): Explanation => {
  const { sid, wait = 'no', hold = 'no', type, condition = '' } = body.attributes;
  if (type === 'terminate') {
    const why = lookUp(conditionWords, condition) ?? '';
    return {
      title: `The server ends the BOSH session${condition === '' ? '' : `: ${short(condition)}`}${inBrackets(why)}`,
      specification: condition === '' ? 'XEP-0124 §13' : 'XEP-0124 §17.2',
    };
  }
  if (sid !== undefined) {
    return {
      title: `The BOSH session ${short(sid)} stands: the server holds ${short(hold)} request for at most ${short(wait)} s`,
      specification: 'XEP-0124 §7.2, XEP-0206 §4',
    };
  }
  if (type === 'error') {
    return { title: 'The server could not take the request: repeat it', specification: 'XEP-0124 §17.3' };
  }
  return { title: 'An empty answer: no news, or another request took over', specification: wrapperSection };
};

/** XEP-0124 §17.2. */
const conditionWords: Readonly<Record<string, string>> = {
  'bad-request': 'the body is not what the server understands',
  'host-gone': 'the domain is no longer served here',
  'host-unknown': 'the domain is not served here',
  'improper-addressing': 'there is no domain',
  'internal-server-error': 'the server failed',
  'item-not-found': 'the session or the number of the request is unknown',
  'other-request': 'a request that came at the same time ended it',
  'policy-violation': 'a rule of this server was broken',
  'remote-connection-failed': 'what is behind the server does not answer',
  'remote-stream-error': 'the stream inside broke',
  'see-other-uri': 'go on elsewhere',
  'system-shutdown': 'the server goes down',
  'undefined-condition': 'no reason given',
};
