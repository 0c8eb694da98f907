// `keep-alive`: the same board as `http10`, over one connection that is reused (RFC 9112 §9.3).
import { entryJson } from '../feed/encode-once.ts';
import { cursorHeader, encodeBoard } from '../protocol/batch.ts';
import { readTopic, type Query } from '../protocol/parameters.ts';
import type { ServerTransport } from '../transport.ts';

/** The whole board on every request. */
export const keepAlive: ServerTransport = {
  mount(app, lab) {
    app.get('/keep-alive/events', (request, reply) => {
      const { cursor, agents, entries } = lab.feed.board(lab.options.window, readTopic(request.query as Query));
      return reply
        .header(cursorHeader, cursor)
        .type('application/json; charset=utf-8')
        .send(encodeBoard(cursor, agents, entries.map(entryJson)));
    });
  },
};
