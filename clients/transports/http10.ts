// `http10`: the whole board over a new TCP connection on every tick, with requests of HTTP/1.0.
import { formatRequest, parseResponse } from '../../servers/protocol/http10.ts';
import { LabError } from '../../servers/protocol/errors.ts';
import { withPosition } from '../../servers/protocol/parameters.ts';
import { BoardReader } from '../board.ts';
import { followPolls } from '../poll.ts';
import { refusalOf } from '../refusal.ts';
import { tcpTargetOf } from '../tcp-target.ts';
import type { ClientTransport } from '../transport.ts';

/** Needs raw TCP: a browser never sends HTTP/1.0. Without it the request is an ordinary one, and only the answer is of 1.0. */
export const http10: ClientTransport = {
  follow(target) {
    const { runtime } = target;
    const url = withPosition(target.url, 'now', target.topic);
    const board = new BoardReader(target);
    const text = formatRequest(url.pathname + url.search, { Host: url.host, ...runtime.requestHeaders });
    const ask = async (signal: AbortSignal): Promise<{ status: number; body: string }> => {
      if (!runtime.exchangeTcp) return runtime.get(url, signal);
      const answer = await runtime.exchangeTcp(tcpTargetOf(url), text, signal);
      if (answer.byteLength === 0) {
        throw new LabError('LAB_CONNECTION_LOST', 'The server closed the connection without an answer.');
      }
      return parseResponse(answer);
    };
    return followPolls(
      target,
      async (progress, signal) => {
        const { status, body } = await ask(signal);
        if (status !== 200) throw refusalOf(status, body);
        return board.read(body, progress);
      },
      'timetable',
    );
  },
};
