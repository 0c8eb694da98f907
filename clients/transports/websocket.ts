// `websocket`: one upgrade, then a JSON text frame per entry (RFC 6455; https://websockets.spec.whatwg.org/).
import { failures, isLabErrorCode, LabError } from '../../servers/protocol/errors.ts';
import { withPosition } from '../../servers/protocol/parameters.ts';
import { decodeServerMessage } from '../../servers/protocol/websocket-messages.ts';
import { refusalIn } from '../refusal.ts';
import { followStream, guarded, type OpenStream } from '../stream.ts';
import type { ClientTarget, ClientTransport, PlatformMessage } from '../transport.ts';

/** Follows; commands are sent by whoever opens a socket of their own. */
export const websocket: ClientTransport = {
  follow: (target) => followStream(target, openWith(target)),
};

const openWith =
  (target: ClientTarget): OpenStream =>
  (from, events) => {
    const { runtime } = target;
    const socket = runtime.openWebSocket(withPosition(target.url, from, target.topic));
    let isReady = false;
    const receive = (text: string): void => {
      runtime.onFrame?.('received', text);
      const message = decodeServerMessage(text);
      switch (message.kind) {
        case 'entry':
          return events.entry(message.entry);
        case 'gap':
          return events.gap(message.gap);
        case 'answer':
          return undefined;
        case 'position': {
          if (isReady) return events.position(message.cursor);
          isReady = true;
          return events.ready(message.cursor);
        }
      }
    };
    socket.addEventListener(
      'message',
      guarded(events, ({ data }: PlatformMessage) => receive(String(data))),
    );
    socket.addEventListener('close', ({ code, reason }) => {
      if (code === failures.LAB_CURSOR_EXPIRED.webSocketClose) events.expired();
      else if (isLabErrorCode(reason) && !failures[reason].retry) {
        events.refused(new LabError(reason, `The server refused: ${failures[reason].meaning}.`));
      } else events.lost(`the socket closed with ${code}${reason === '' ? '' : ` ${reason}`}`);
    });
    // An error is always followed by a close, which carries the code; only what ends everything has to be told before.
    socket.addEventListener('error', (event) => {
      const refusal = refusalIn(event);
      if (refusal) events.refused(refusal);
    });
    return () => socket.close();
  };
