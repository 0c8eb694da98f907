// A login by script: it looks for marks in the frames instead of reading them, which is all that a load generator needs.
import { bindRequest, openFrame, plainFrame } from '../../servers/protocol/xmpp.ts';
import { escapeXml } from '../../servers/protocol/xml.ts';
import type { PeerAccount } from './prosody-config.ts';

/** Where and as whom. */
export interface Login {
  readonly account: PeerAccount;
  readonly domain: string;
  readonly resource: string;
}

/** What ends a dialogue early, with either kind of quotes: a refusal, a stream error, the end of the stream. */
const refusal = /<failure[ >]|<stream:error|<close[ />]|<iq [^>]*type=["']error/;

const featuresMark = /<\/stream:features>/;
const successMark = /<success[ />]/;
const boundMark = /<jid>([^<]+)<\/jid>/;

/** Says one thing and waits for the frame that answers it; whoever owns the connection hands its frames in. */
export class Dialogue {
  readonly #send: (frame: string) => void;
  #mark = featuresMark;
  #waiting: PromiseWithResolvers<RegExpExecArray> | undefined;

  constructor(send: (frame: string) => void) {
    this.#send = send;
  }

  /** Takes one frame; whether anyone waited for it. */
  hear(frame: string): boolean {
    const waiting = this.#waiting;
    const found = this.#mark.exec(frame);
    if (!waiting) return false;
    if (found) {
      this.#waiting = undefined;
      waiting.resolve(found);
    } else if (refusal.test(frame)) {
      this.fail(new Error(`the server said ${frame.slice(0, 300)}`));
    }
    return true;
  }

  /** The connection is over. */
  fail(cause: Error): void {
    this.#waiting?.reject(cause);
    this.#waiting = undefined;
  }

  /** @throws when the server refuses, or the connection ends first */
  async ask(frame: string, mark: RegExp): Promise<RegExpExecArray> {
    this.#mark = mark;
    this.#waiting = Promise.withResolvers<RegExpExecArray>();
    const { promise } = this.#waiting;
    this.#send(frame);
    return promise;
  }
}

/** RFC 7395 §3.4, SASL PLAIN and bind; returns the full JID. */
export const logIn = async (dialogue: Dialogue, { account, domain, resource }: Login): Promise<string> => {
  const { id: authcid, password } = account;
  await dialogue.ask(openFrame({ to: domain }), featuresMark);
  await dialogue.ask(plainFrame({ authzid: '', authcid, password }), successMark);
  await dialogue.ask(openFrame({ to: domain }), featuresMark);
  const [, jid = ''] = await dialogue.ask(bindRequest('bind', escapeXml(resource)), boundMark);
  return jid;
};
