// Which messages of a long stream are drawn: the newest, or so many from a message on.
import type { WireMessage } from '../dissect/message.ts';

/** Messages that are drawn at once: fewer while they come by themselves, for then all of them may be new in every picture. */
const newestMessages = 40;
const maximumMessages = 80;
/** How far one goes back at a time. */
export const stepMessages = 60;

interface StreamWindow {
  readonly messages: readonly WireMessage[];
  /** Messages that stand before and behind it. */
  readonly before: number;
  readonly after: number;
}

/** @param first number of the first message; `null` = the newest ones */
export const streamWindow = (all: readonly WireMessage[], first: number | null): StreamWindow => {
  const found = first === null ? -1 : all.findIndex(({ number }) => number >= first);
  const from = found === -1 ? Math.max(0, all.length - newestMessages) : found;
  const messages = all.slice(from, from + maximumMessages);
  return { messages, before: from, after: all.length - from - messages.length };
};
