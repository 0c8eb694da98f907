// Publishes one event as any other program would: POST /events.
import { isCursor, type Cursor } from '../../servers/protocol/cursor.ts';
import { say } from './text.ts';

let published = 0;

/** @returns the cursor that the event got. @throws {Error} with a sentence for people */
export const publishOne = async (): Promise<Cursor> => {
  published += 1;
  const event = {
    type: 'team-message',
    team: '5000',
    from: 'administrator',
    content: say('publishedContent', { number: published }),
    durationSeconds: 100,
  };
  const answer = await fetch('/events', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  const { cursor, message } = (await answer.json()) as { readonly cursor?: unknown; readonly message?: unknown };
  if (typeof cursor === 'string' && isCursor(cursor)) return cursor;
  throw new Error(typeof message === 'string' ? message : `${answer.status} ${answer.statusText}`);
};
