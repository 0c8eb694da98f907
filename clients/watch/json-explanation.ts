// Explains the JSON messages of the `websocket` transport, each in one line.
import type { Entry } from '../../servers/protocol/entry.ts';
import { decodeServerMessage } from '../../servers/protocol/websocket-messages.ts';
import type { Explanation } from '../xmpp/explain/explanation.ts';

/** Every message is one text frame. */
const specification = 'RFC 6455 §5.6';

/** @throws {LabError} LAB_ANSWER_INVALID when the text is no message of this transport */
export const explainJson = (text: string): Explanation => ({ title: titleOf(text), specification });

const titleOf = (text: string): string => {
  const message = decodeServerMessage(text);
  switch (message.kind) {
    case 'position':
      return `Position: who reconnects goes on after ${message.cursor}`;
    case 'gap':
      return `Gap: this reader fell behind and missed ${message.gap.missed ?? 'an unknown number of'} entries`;
    case 'answer':
      return message.error === null
        ? `Command ${message.id} is done`
        : `Command ${message.id} failed: ${message.error}`;
    case 'entry':
      return `Entry ${message.entry.cursor}: ${aboutOf(message.entry)}`;
  }
};

/** The event came from outside: of its fields only the type is certain. */
const aboutOf = ({ event }: Entry): string => {
  const { type, agent, queue, team, state } = event as unknown as Readonly<Record<string, unknown>>;
  const who = [agent, queue, team].find((candidate) => typeof candidate === 'string');
  return [type, who, state].filter((word) => typeof word === 'string').join(' ');
};
