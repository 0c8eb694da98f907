// Explains the login, step by step, without ever telling a secret (RFC 6120 §6, RFC 4616, RFC 5802).
import { childElements, childOf, textOf, type XmlElement } from '../../../servers/protocol/xml.ts';
import { decodePlain, decodeSaslText, namespaces } from '../../../servers/protocol/xmpp.ts';
import { inBrackets, lookUp, short, type Direction, type Explanation, type Memory } from './explanation.ts';
import { mask } from './secrets.ts';

/** `undefined`: the frame is no step of a login. */
export const explainSasl = (_: Direction, frame: XmlElement, memory: Memory): Explanation | undefined => {
  if (frame.namespace !== namespaces.sasl) return undefined;
  switch (frame.name) {
    case 'auth':
      memory.mechanism = frame.attributes['mechanism'] ?? '';
      return explainAuth(frame, memory);
    case 'challenge':
      return explainChallenge(frame, memory);
    case 'response':
      return explainResponse(frame, memory);
    case 'success':
      return explainSuccess(frame, memory);
    case 'failure':
      return explainFailure(frame);
    case 'abort':
      return { title: 'Gives the login up', specification: 'RFC 6120 §6.4.4' };
    default:
      return undefined;
  }
};

const isScram = ({ mechanism }: Memory): boolean => mechanism.startsWith('SCRAM-');

/** RFC 7677 adds SHA-256 to the mechanism that RFC 5802 describes. */
const scramSpecification = ({ mechanism }: Memory): string =>
  `RFC 5802 §3${mechanism.startsWith('SCRAM-SHA-256') ? ', RFC 7677 §3' : ''}`;

/** The text inside, decoded; empty when there is none or it is not base64 of UTF-8. */
const messageIn = (frame: XmlElement): string => {
  const decoded = decodeSaslText(textOf(frame));
  return typeof decoded === 'string' ? '' : decoded.message;
};

/** RFC 5802 §5.1: one letter, `=`, a value that has no comma. */
const scramAttribute = (message: string, letter: string): string =>
  new RegExp(`(?:^|,)${letter}=([^,]*)`).exec(message)?.[1] ?? '';

const explainAuth = (frame: XmlElement, memory: Memory): Explanation => {
  const { mechanism } = memory;
  const named = short(mechanism || 'no mechanism');
  if (textOf(frame) === '') return { title: `Asks for a login with ${named}`, specification: 'RFC 6120 §6.4.2' };
  if (mechanism === 'PLAIN') return explainPlain(frame);
  if (!isScram(memory)) {
    return { title: `Logs in with ${named}; its message stays hidden here`, specification: 'RFC 6120 §6.4.2' };
  }
  const message = messageIn(frame);
  const name = short(scramAttribute(message, 'n') || 'nobody');
  return {
    title: `Logs in with ${named} as ${name}, with the nonce ${short(scramAttribute(message, 'r'))}; no password travels`,
    specification: scramSpecification(memory),
  };
};

/** Who logs in may be read; the password is never even as long as it was. */
const explainPlain = (frame: XmlElement): Explanation => {
  const plain = decodePlain(textOf(frame));
  return {
    title:
      typeof plain === 'string'
        ? `Logs in with PLAIN, but its message is faulty: ${plain}`
        : `Logs in with PLAIN: base64 of ${short(plain.authzid)}${plain.authzid === '' ? '' : ' '}\\0 ${short(plain.authcid)} \\0 ${mask}`,
    specification: 'RFC 4616 §2',
  };
};

const explainChallenge = (frame: XmlElement, memory: Memory): Explanation => {
  if (!isScram(memory)) {
    return { title: 'Asks for the next message of the login', specification: 'RFC 6120 §6.4.3' };
  }
  const message = messageIn(frame);
  const iterations = scramAttribute(message, 'i') || 'an unknown number of';
  return {
    title:
      `Challenges: the nonce grew to ${short(scramAttribute(message, 'r'))}; ` +
      `the proof takes ${short(iterations)} rounds of salt and hash`,
    specification: scramSpecification(memory),
  };
};

const explainResponse = (frame: XmlElement, memory: Memory): Explanation => {
  if (memory.mechanism === 'PLAIN') return explainPlain(frame);
  if (!isScram(memory)) {
    return { title: 'Answers the challenge; its message stays hidden here', specification: 'RFC 6120 §6.4.3' };
  }
  return {
    title: `Proves that it knows the password: c=${short(scramAttribute(messageIn(frame), 'c'))}, the same nonce, p=${mask}`,
    specification: scramSpecification(memory),
  };
};

const explainSuccess = (frame: XmlElement, memory: Memory): Explanation => {
  memory.restarts.add('sent').add('received');
  const verifier = scramAttribute(messageIn(frame), 'v');
  if (isScram(memory) && verifier !== '') {
    return {
      title: `The login succeeded, and the server proves that it knows the account too: v=${short(verifier)}`,
      specification: scramSpecification(memory),
    };
  }
  return { title: 'The login succeeded; the stream restarts next', specification: 'RFC 6120 §6.4.6' };
};

/** RFC 6120 §6.5, those that say little by themselves. */
const failureWords: Readonly<Record<string, string>> = {
  aborted: 'the client gave up',
  'credentials-expired': 'the password is too old',
  'encryption-required': 'not without TLS',
  'incorrect-encoding': 'the message is not base64',
  'invalid-authzid': 'nobody acts for somebody else here',
  'invalid-mechanism': 'it was not on offer',
  'malformed-request': 'the message is not what the mechanism wants',
  'not-authorized': 'wrong name or wrong password; which one stays unsaid',
  'temporary-auth-failure': 'the server cannot check now',
};

const explainFailure = (failure: XmlElement): Explanation => {
  const condition = childElements(failure)[0]?.name ?? 'undefined-condition';
  const text = childOf(failure, 'text');
  return {
    title:
      `The login failed: ${short(condition)}` +
      inBrackets(lookUp(failureWords, condition) ?? '', text ? `“${short(textOf(text))}”` : ''),
    specification: 'RFC 6120 §6.5',
  };
};
