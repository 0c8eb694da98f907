// `bosh`: the conversation of `xmpp` in the bodies of requests that the server holds (XEP-0124, XEP-0206).
import { boshContentType } from '../../servers/protocol/bosh.ts';
import { LabError } from '../../servers/protocol/errors.ts';
import type { XmlElement } from '../../servers/protocol/xml.ts';
import { refusalIn } from '../refusal.ts';
import { followStream, type OpenStream, type StreamEvents } from '../stream.ts';
import type { ClientTarget, ClientTransport } from '../transport.ts';
import { BoshConnection } from '../xmpp/bosh-connection.ts';
import { loginOf } from '../xmpp/login.ts';
import { XmppSession } from '../xmpp/session.ts';

/** How long the server may hold a request, in seconds, when nobody says otherwise. */
const defaultWaitSeconds = 25;

/** Follows `target.topic`, or everything. */
export const bosh: ClientTransport = {
  follow: (target) => followStream(target, openWith(target)),
};

/** Sends a body and reads the answer's. @throws {LabError} LAB_CONNECTION_LOST, LAB_CERTIFICATE_UNTRUSTED, LAB_ANSWER_INVALID */
const postWith =
  ({ url, runtime }: ClientTarget, signal: AbortSignal, events: StreamEvents) =>
  async (body: string): Promise<XmlElement> => {
    runtime.onFrame?.('sent', body);
    const answer = await runtime.post(url, { body, contentType: boshContentType, signal }).catch((error: unknown) => {
      const refusal = refusalIn({ type: 'error', error });
      if (refusal) events.refused(refusal);
      throw error;
    });
    if (answer.status !== 200) {
      throw new LabError('LAB_ANSWER_INVALID', `BOSH was answered with HTTP ${answer.status}.`);
    }
    // A request whose place another one has taken is answered with nothing.
    if (answer.body === '') throw new LabError('LAB_CONNECTION_LOST', 'The server answered with nothing.');
    runtime.onFrame?.('received', answer.body);
    return runtime.parseXml(answer.body);
  };

const openWith = (target: ClientTarget): OpenStream => {
  const login = loginOf(target);
  return (from, events) => {
    const { runtime, holdSeconds = defaultWaitSeconds } = target;
    const over = new AbortController();
    let receivedAtNs: bigint | undefined;
    const connection: BoshConnection = new BoshConnection({
      domain: login.domain,
      waitSeconds: Math.max(1, Math.round(holdSeconds)),
      random: () => runtime.random(),
      post: postWith(target, over.signal, events),
      sleep: (delayMs) => runtime.sleep(delayMs, over.signal),
      onAnswer: () => (receivedAtNs = runtime.nowNs()),
      onElement: (element) => session.receive(element),
      onEmpty: () => {
        events.empty();
        // A held request that ended in vain is the heartbeat here: a quiet node's position moves on with it.
        session.ping();
      },
      onLost: (why) => events.lost(session.lastWords ?? why),
    });
    // What stands in one answer came at one moment.
    const timed: StreamEvents = { ...events, entry: (entry) => events.entry(entry, receivedAtNs) };
    const session: XmppSession = new XmppSession({ ...login, from, events: timed, carrier: connection });
    session.start();
    return () => {
      session.close();
      // The goodbye leaves at once, and the answers it brings about come soon; whatever else is under way is let go of.
      void runtime.sleep(goodbyeMs, new AbortController().signal).then(() => over.abort());
    };
  };
};

/** How long the answer to a goodbye is waited for. */
const goodbyeMs = 500;
