// Finesse's team message as XML, the same on the feed and in the answer to the POST that made it.
import { parseCursor, type Cursor } from '../protocol/cursor.ts';
import type { TeamMessageEvent } from '../protocol/event.ts';
import type { Markup } from '../protocol/xml.ts';
import type { Directory } from './directory.ts';
import { field, wrap } from './markup.ts';
import { nameFields } from './user-object.ts';

/** The event has no id of its own; its place in the feed names it. */
const idOf = (cursor: Cursor): number => parseCursor(cursor).sequence;

/** Where a message is found. */
export const teamMessageUri = (cursor: Cursor): string => `/finesse/api/TeamMessage/${idOf(cursor)}`;

/** The message that stands in the feed at this cursor. */
export const teamMessageObject = (event: TeamMessageEvent, cursor: Cursor, directory: Directory): Markup => {
  const author = directory.agents.get(event.from);
  return wrap(
    'TeamMessage',
    field('uri', teamMessageUri(cursor)),
    field('id', idOf(cursor)),
    wrap('createdBy', field('id', event.from), author ? nameFields(author) : ''),
    field('createdAt', event.at),
    field('duration', event.durationSeconds),
    field('content', event.content),
    wrap('teams', field('team', event.team)),
  );
};
