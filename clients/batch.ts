// What the polls with a cursor share: 200 with a batch, 204 with nothing, and the cursor of both.
import { cursorHeader, decodeBatch } from '../servers/protocol/batch.ts';
import { isCursor } from '../servers/protocol/cursor.ts';
import { LabError } from '../servers/protocol/errors.ts';
import type { PollAnswer } from './poll.ts';
import type { Progress } from './progress.ts';
import { refusalOf } from './refusal.ts';
import type { Arrival, ClientRuntime, HttpAnswer } from './transport.ts';

/**
 * What an answer amounts to.
 * @param isFirst the first answer tells the position; that it carries nothing is no waste
 * @throws {LabError} whatever the server refused with, or LAB_ANSWER_INVALID
 */
export const readBatchAnswer = (
  answer: HttpAnswer,
  progress: Progress,
  { runtime, isFirst }: { readonly runtime: ClientRuntime; readonly isFirst: boolean },
): PollAnswer => {
  const receivedAtNs = runtime.nowNs();
  if (answer.status !== 200 && answer.status !== 204) throw refusalOf(answer.status, answer.body);
  const cursor = answer.header(cursorHeader);
  if (cursor === null || !isCursor(cursor)) {
    throw new LabError('LAB_ANSWER_INVALID', `The answer has no header ${cursorHeader}.`);
  }
  const arrivals: Arrival[] = [];
  let again = false;
  if (answer.status === 200) {
    const batch = decodeBatch(answer.body);
    again = batch.more;
    for (const entry of batch.entries) {
      arrivals.push(progress.accept(entry) ? { kind: 'entry', entry, receivedAtNs } : { kind: 'dropped', entry });
    }
  }
  progress.moveTo(cursor);
  if (isFirst) arrivals.unshift({ kind: 'ready', cursor });
  else if (!arrivals.some(({ kind }) => kind === 'entry')) arrivals.push({ kind: 'empty', receivedAtNs });
  return { arrivals, again };
};
