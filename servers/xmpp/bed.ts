// A service without sockets: what the tests of this room talk to, frame by frame.
import { Feed } from '../feed/feed.ts';
import { Desk } from '../finesse/desk.ts';
import { demoDirectory } from '../finesse/directory.ts';
import { closeFrame, movedFrame, openFrame, plainFrame } from '../protocol/xmpp.ts';
import type { CloseReason } from './peer.ts';
import { XmppService, type ServiceParts } from './service.ts';
import { XmppStream } from './stream/stream.ts';

/** The domain of XMPP.md's reconstructed login, so that its bytes can be compared. */
export const domain = 'finesse.example.com';

/** The client's `<open/>`, as Cisco's desktop writes it. */
export const open = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='${domain}' version='1.0'/>`;

/** One client of the bed: what it was sent, and how it was left. */
export class BedClient {
  readonly stream: XmppStream;
  readonly frames: string[] = [];
  /** Frames that went out together, a list for each write of events. */
  readonly writes: string[][] = [];
  closed: CloseReason | undefined;
  /** What the next write of events is answered with: whether there is room. */
  hasRoom = true;
  /** What the client has not taken yet, in bytes. */
  unsentBytes = 0;

  constructor(service: XmppService) {
    const text = new TextDecoder();
    const unsentBytes = (): number => this.unsentBytes;
    this.stream = new XmppStream(service, {
      name: 'xmpp bed',
      isEncrypted: false,
      repairsItself: false,
      get unsentBytes() {
        return unsentBytes();
      },
      open: ({ from, to, id }) => this.frames.push(openFrame({ from, to, id, 'xml:lang': 'en' })),
      send: (frame) => this.frames.push(frame),
      deliver: (opening, rests) => {
        const frames = rests.map((rest) => text.decode(opening) + text.decode(rest));
        this.frames.push(...frames);
        this.writes.push(frames);
        return this.hasRoom;
      },
      close: ({ reason, error, seeOtherUri }) => {
        if (error !== undefined) this.frames.push(error);
        this.frames.push(seeOtherUri === undefined ? closeFrame : movedFrame(seeOtherUri));
        this.closed = reason;
      },
    });
  }

  /** Sends frames and returns what was answered before anything else could happen. */
  say(...frames: readonly string[]): readonly string[] {
    const before = this.frames.length;
    for (const frame of frames) this.stream.receive(frame);
    return this.frames.slice(before);
  }

  /** Logs in up to and with bind. */
  bind(resource: string, id = '1001001', password = 'secret'): this {
    this.say(open, plainFrame({ authzid: '', authcid: id, password }), open);
    this.say(
      `<iq type='set' id='b' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>` +
        `<resource>${resource}</resource></bind></iq>`,
    );
    return this;
  }
}

/** A feed of epoch `e`, the demo directory, and ids that count up. */
export class XmppBed {
  readonly feed: Feed;
  readonly desk: Desk;
  readonly service: XmppService;
  readonly faults: unknown[] = [];
  #ids = 0;

  constructor(capacity = 1000, parts: Partial<ServiceParts> = {}) {
    this.feed = new Feed({ epoch: 'e', capacity, nowNs: () => 7n });
    this.desk = new Desk(
      demoDirectory(),
      (event) => this.feed.publish(event),
      () => '2026-11-22T10:00:00.000Z',
    );
    this.service = new XmppService({
      domain,
      feed: this.feed,
      desk: this.desk,
      newId: () => `id${(this.#ids += 1)}`,
      nowMs: () => Date.parse('2026-11-22T10:00:00.000Z'),
      onFault: (cause) => this.faults.push(cause),
      ...parts,
    });
  }

  connect(): BedClient {
    return new BedClient(this.service);
  }

  /** Resolves when everything published so far has reached the subscribers. */
  async flushed(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
