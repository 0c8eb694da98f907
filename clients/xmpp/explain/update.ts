// Tells Finesse's `<Update>` in a few words: `user 1001001 is READY (PUT, request 7)`.
import { childElements, childOf, textOf, type XmlElement } from '../../../servers/protocol/xml.ts';
import { count, inBrackets, lookUp, short } from './explanation.ts';

/**
 * The words for the text of a notification; empty when it holds no Update.
 * @param parseXml the Update is XML that was escaped, so it takes a second reading
 */
export const updateWords = (text: string, parseXml: (text: string) => XmlElement): string => {
  const update = readUpdate(text, parseXml);
  if (!update) return '';
  const data = childOf(update, 'data');
  const [object] = data ? childElements(data) : [];
  const [verb, requestId] = [valueOf(update, 'event'), valueOf(update, 'requestId')];
  const what = object ? (lookUp(objectWords, object.name)?.(object) ?? `<${short(object.name)}>`) : 'no data';
  return what + inBrackets(short(verb), requestId === '' ? '' : `request ${short(requestId)}`);
};

const readUpdate = (text: string, parseXml: (text: string) => XmlElement): XmlElement | undefined => {
  if (!text.trimStart().startsWith('<')) return undefined;
  try {
    const update = parseXml(text);
    return update.name === 'Update' ? update : undefined;
  } catch {
    // Whoever publishes may publish anything: what is no Update has no words, and the frame is shown as it is.
    return undefined;
  }
};

const valueOf = (parent: XmlElement, name: string): string => {
  const child = childOf(parent, name);
  return child ? textOf(child) : '';
};

/** Finesse writes the objects of lists with a capital, and single ones without. */
const objectWords: Readonly<Record<string, (object: XmlElement) => string>> = {
  user: (user) => {
    const [pending, reason] = [valueOf(user, 'pendingState'), valueOf(user, 'reasonCodeId')];
    const id = valueOf(user, 'loginId') || valueOf(user, 'id');
    const why = reason === '' || reason === '-1' ? '' : ` for reason ${short(reason)}`;
    return `user ${short(id)} is ${short(valueOf(user, 'state'))}${why}${pending === '' ? '' : `, then ${short(pending)}`}`;
  },
  dialog: (dialog) => dialogWords(dialog),
  dialogs: (dialogs) => childElements(dialogs).map(dialogWords).join(', ') || 'no calls',
  apiErrors: (errors) =>
    childElements(errors)
      .map((error) => `error ${short(valueOf(error, 'errorType'))}: ${short(valueOf(error, 'errorMessage'))}`)
      .join(', '),
  Queue: (queue) => {
    const statistics = childOf(queue, 'statistics') ?? queue;
    const calls = Number(valueOf(statistics, 'callsInQueue'));
    const name = short(valueOf(queue, 'name') || (valueOf(queue, 'uri').split('/').at(-1) ?? ''));
    return `queue ${name} has ${Number.isFinite(calls) ? count(calls, 'call') : 'calls'} waiting`;
  },
  TeamMessage: (message) => `message to the team: “${short(valueOf(message, 'content'))}”`,
  systemInfo: (system) => `the system is ${short(valueOf(system, 'status'))}`,
  SystemInfo: (system) => `the system is ${short(valueOf(system, 'status'))}`,
};

const dialogWords = (dialog: XmlElement): string => {
  const participants = childOf(dialog, 'participants');
  const [first] = participants ? childElements(participants) : [];
  const state = valueOf(dialog, 'state') || (first ? valueOf(first, 'state') : '');
  return `call ${short(valueOf(dialog, 'id'))} from ${short(valueOf(dialog, 'fromAddress'))} is ${short(state)}`;
};
