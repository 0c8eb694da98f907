// `short-poll`: asks on a timer for what is new since its cursor.
import { withPosition } from '../../servers/protocol/parameters.ts';
import { readBatchAnswer } from '../batch.ts';
import { followPolls } from '../poll.ts';
import type { ClientTransport } from '../transport.ts';

/** Polls on a fixed timetable. */
export const shortPoll: ClientTransport = {
  follow(target) {
    const { runtime, topic } = target;
    let isFirst = true;
    return followPolls(
      target,
      async (progress, signal) => {
        const answer = await runtime.get(withPosition(target.url, progress.position, topic), signal);
        const read = readBatchAnswer(answer, progress, { runtime, isFirst });
        isFirst = false;
        return read;
      },
      'timetable',
    );
  },
};
