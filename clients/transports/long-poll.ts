// `long-poll`: asks again as soon as it was answered; the server holds the answer until there is news (RFC 6202 §2).
import { withPosition } from '../../servers/protocol/parameters.ts';
import { readBatchAnswer } from '../batch.ts';
import { followPolls } from '../poll.ts';
import type { ClientTransport } from '../transport.ts';

/** The first question is not held: it only learns where the feed is. */
export const longPoll: ClientTransport = {
  follow(target) {
    const { runtime, topic, holdSeconds } = target;
    let isFirst = true;
    return followPolls(
      target,
      async (progress, signal) => {
        const url = withPosition(target.url, progress.position, topic);
        if (isFirst) url.searchParams.set('hold', '0');
        else if (holdSeconds !== undefined) url.searchParams.set('hold', String(holdSeconds));
        const answer = await runtime.get(url, signal);
        const read = readBatchAnswer(answer, progress, { runtime, isFirst });
        isFirst = false;
        return read;
      },
      'at-once',
    );
  },
};
