// `xmpp`: logs in, subscribes to one node and asks for what it missed (RFC 7395, XEP-0060, XEP-0059).
import { everythingTopic, type Topic } from '../../servers/protocol/topic.ts';
import { pubsubServiceOf, xmppSubprotocol } from '../../servers/protocol/xmpp.ts';
import { followStream, guarded, type OpenStream } from '../stream.ts';
import type { ClientTarget, ClientTransport, PlatformMessage, WebSocketLike } from '../transport.ts';
import { XmppSession } from '../xmpp/session.ts';

/** A client asks every ten seconds whether its server is there, as a Finesse desktop does (XEP-0199 §4.2). */
const pingIntervalMs = 10_000;
/** Intervals without a single frame after which the connection counts as lost. */
const maximumSilentIntervals = 2;

/** https://websockets.spec.whatwg.org/#dom-websocket-open */
const openState = 1;

/** Follows `target.topic`, or everything. */
export const xmpp: ClientTransport = {
  follow: (target) => followStream(target, openWith(target)),
};

const openWith =
  (target: ClientTarget): OpenStream =>
  (from, events) => {
    const { runtime } = target;
    const socket = runtime.openWebSocket(target.url, [xmppSubprotocol]);
    const over = new AbortController();
    const send = (frame: string): void => {
      if (socket.readyState !== openState) return;
      runtime.onFrame?.('sent', frame);
      socket.send(frame);
    };
    const session = new XmppSession({ ...loginOf(target), from, events, send });
    let isSilent = true;
    socket.addEventListener('open', () => session.start());
    socket.addEventListener(
      'message',
      guarded(events, ({ data }: PlatformMessage) => {
        const frame = String(data);
        isSilent = false;
        runtime.onFrame?.('received', frame);
        session.receive(runtime.parseXml(frame));
      }),
    );
    socket.addEventListener('close', ({ code, reason }) =>
      events.lost(session.lastWords ?? `the socket closed with ${code}${reason === '' ? '' : ` ${reason}`}`),
    );
    // An error is always followed by a close, which carries the code.
    socket.addEventListener('error', () => {});
    const tick = (): boolean => {
      const wasSilent = isSilent;
      isSilent = true;
      session.ping();
      return wasSilent;
    };
    void watchOver(target, over.signal, tick).then(() => events.lost('the server answers no ping'));
    return () => leave(socket, session, over);
  };

const loginOf = ({ account, xmppDomain: domain = 'localhost', topic, runtime }: ClientTarget): Login => ({
  account: account ?? { id: '1001001', password: 'secret' },
  // Who only looks on, with the account that everybody knows, must not change what it looks at.
  isPresent: account !== undefined,
  domain,
  service: pubsubServiceOf(domain),
  resource: `lab-${Math.floor(runtime.random() * 36 ** 8)
    .toString(36)
    .padStart(8, '0')}`,
  node: topic ?? everythingTopic,
});

interface Login {
  readonly account: { readonly id: string; readonly password: string };
  readonly domain: string;
  readonly service: string;
  readonly resource: string;
  readonly isPresent: boolean;
  readonly node: Topic;
}

/** Resolves after two silent intervals, or when `signal` fires; before the login is through nothing is sent. */
const watchOver = async ({ runtime }: ClientTarget, signal: AbortSignal, tick: () => boolean): Promise<void> => {
  let silentIntervals = 0;
  while (!signal.aborted && silentIntervals < maximumSilentIntervals) {
    await runtime.sleep(pingIntervalMs, signal);
    if (!signal.aborted) silentIntervals = tick() ? silentIntervals + 1 : 0;
  }
};

/** RFC 7395 §3.6: `<close/>`, then the socket. */
const leave = (socket: WebSocketLike, session: XmppSession, over: AbortController): void => {
  over.abort();
  session.close();
  socket.close();
};
