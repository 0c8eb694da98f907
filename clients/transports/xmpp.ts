// `xmpp`: logs in, subscribes to one node and asks for what it missed (RFC 7395, XEP-0060, XEP-0059), or resumes (XEP-0198).
import { closeFrame, openFrame, xmppSubprotocol } from '../../servers/protocol/xmpp.ts';
import { refusalIn } from '../refusal.ts';
import { followStream, guarded, type OpenStream } from '../stream.ts';
import type { ClientTarget, ClientTransport, PlatformMessage, WebSocketLike } from '../transport.ts';
import type { XmppCarrier } from '../xmpp/carrier.ts';
import { loginOf } from '../xmpp/login.ts';
import { Resumption } from '../xmpp/resumption.ts';
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

const carrierOf = (socket: WebSocketLike, { runtime, xmppDomain: to = 'localhost' }: ClientTarget): XmppCarrier => {
  const send = (frame: string): void => {
    if (socket.readyState !== openState) return;
    runtime.onFrame?.('sent', frame);
    socket.send(frame);
  };
  return { repairsItself: false, open: () => send(openFrame({ to })), send, close: () => send(closeFrame) };
};

/** Where connections go: to where the server has moved, until nobody answers there. */
class Destination {
  readonly #home: URL;
  #url: URL;

  constructor(home: URL) {
    this.#home = home;
    this.#url = home;
  }

  get url(): URL {
    return this.#url;
  }

  /** RFC 7395 §3.6.1 [spec] "the client MUST NOT connect to a URI with a less secure scheme": from `wss` never to `ws`. */
  move(uri: string): void {
    const url = URL.parse(uri);
    const isSafe = url?.protocol === 'wss:' || (url?.protocol === 'ws:' && this.#url.protocol !== 'wss:');
    if (url && isSafe) this.#url = url;
  }

  returnHome(): void {
    this.#url = this.#home;
  }
}

const openWith = (target: ClientTarget): OpenStream => {
  const resumption = new Resumption();
  const login = loginOf(target);
  const destination = new Destination(target.url);
  return (from, events) => {
    const { runtime } = target;
    const socket = runtime.openWebSocket(destination.url, [xmppSubprotocol]);
    const over = new AbortController();
    const carrier = carrierOf(socket, target);
    const session = new XmppSession({ ...login, from, events, carrier, resumption });
    let isSilent = true;
    let wasAnswered = false;
    socket.addEventListener('open', () => session.start());
    socket.addEventListener(
      'message',
      guarded(events, ({ data }: PlatformMessage) => {
        const frame = String(data);
        isSilent = false;
        wasAnswered = true;
        runtime.onFrame?.('received', frame);
        session.receive(runtime.parseXml(frame));
        if (session.movedTo !== undefined) destination.move(session.movedTo);
      }),
    );
    const lose = (why: string): void => {
      if (!wasAnswered) destination.returnHome();
      session.abandon();
      events.lost(session.lastWords ?? why);
    };
    socket.addEventListener('close', ({ code, reason }) =>
      lose(`the socket closed with ${code}${reason === '' ? '' : ` ${reason}`}`),
    );
    // An error is always followed by a close, which carries the code; only what ends everything has to be told before.
    socket.addEventListener('error', (event) => {
      const refusal = refusalIn(event);
      if (refusal) events.refused(refusal);
    });
    const tick = (): boolean => {
      const wasSilent = isSilent;
      isSilent = true;
      session.ping();
      return wasSilent;
    };
    void watchOver(target, over.signal, tick).then(() => lose('the server answers no ping'));
    return () => leave(socket, session, over);
  };
};

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
