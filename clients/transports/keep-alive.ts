// `keep-alive`: the whole board on every tick, over one connection.
import { withPosition } from '../../servers/protocol/parameters.ts';
import { BoardReader } from '../board.ts';
import { followPolls } from '../poll.ts';
import { refusalOf } from '../refusal.ts';
import type { ClientTransport } from '../transport.ts';

/** Polls the board on a fixed timetable. */
export const keepAlive: ClientTransport = {
  follow(target) {
    const url = withPosition(target.url, 'now', target.topic);
    const board = new BoardReader(target);
    return followPolls(
      target,
      async (progress, signal) => {
        const answer = await target.runtime.get(url, signal);
        if (answer.status !== 200) throw refusalOf(answer.status, answer.body);
        return board.read(answer.body, progress);
      },
      'timetable',
    );
  },
};
