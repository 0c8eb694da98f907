// `short-poll`: what is new after the client's cursor, or 204 when there is nothing.
import { readStart, readTopic, type Query } from '../protocol/parameters.ts';
import type { ServerTransport } from '../transport.ts';
import { sendBatch } from './send-batch.ts';

/** Answers at once. */
export const shortPoll: ServerTransport = {
  mount(app, lab) {
    app.get('/short-poll/events', (request, reply) => {
      const query = request.query as Query;
      const cursor = lab.feed.locate(readStart(query));
      return sendBatch(reply, lab.feed.readAfter({ cursor, topic: readTopic(query) }));
    });
  },
};
