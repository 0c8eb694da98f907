// The answer of a poll with a cursor, shared by `short-poll` and `long-poll`.
import type { FastifyReply } from 'fastify';
import { entryJson } from '../feed/encode-once.ts';
import { cursorHeader, encodeBatch, type Batch } from '../protocol/batch.ts';

/**
 * 200 with the batch, or 204.
 * RFC 9110 §15.3.5 [spec] "A 204 response is terminated by the end of the header section": so the cursor is a header.
 */
export const sendBatch = (reply: FastifyReply, { entries, cursor, more }: Batch): FastifyReply => {
  void reply.header(cursorHeader, cursor);
  if (entries.length === 0) return reply.code(204).send();
  return reply.type('application/json; charset=utf-8').send(encodeBatch(cursor, entries.map(entryJson), more));
};
