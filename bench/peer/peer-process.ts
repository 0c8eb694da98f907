// A peer in the place of the lab's server: a Prosody beside this process, a publisher in it, and the floor for the probes.
import { Feed } from '../../servers/feed/feed.ts';
import { entryJson } from '../../servers/feed/encode-once.ts';
import { benchAgent, demoDirectory } from '../../servers/finesse/directory.ts';
import { updateOf } from '../../servers/finesse/update.ts';
import { parseCursor } from '../../servers/protocol/cursor.ts';
import type { Entry } from '../../servers/protocol/entry.ts';
import { everythingTopic, userTopic, type Topic } from '../../servers/protocol/topic.ts';
import { notification } from '../../servers/protocol/xmpp-pubsub.ts';
import { pubsubServiceOf } from '../../servers/protocol/xmpp.ts';
import { serve } from '../run/child.ts';
import { listenFloor } from '../run/floor.ts';
import { benchEvent, publishByPlan, type Published } from '../run/publish.ts';
import type { PublishOrder, ServerMethods, ServerTarget, ServerUsage } from '../run/server-process.ts';
import { Publisher, publishRequest } from './publisher.ts';
import { startProsody, type Prosody } from './prosody.ts';

interface Open {
  readonly target: ServerTarget;
  readonly prosody: Prosody;
  readonly publisher: Publisher;
  /** Numbers the entries as the lab's server does, and serves the probes; no client of the peer reads it. */
  readonly feed: Feed;
  readonly directory: ReturnType<typeof demoDirectory>;
}

let starting: Promise<Prosody> | undefined;
let open: Open | undefined;

const theOpen = (): Open => {
  if (!open) throw new Error('The peer is not open yet.');
  return open;
};

/** The publisher goes straight to Prosody over the inner hop, which the kernel's IPv4 counters do not see. */
const publisherUrl = ({ url }: Prosody, host: string): URL => {
  const direct = new URL(url);
  direct.hostname = host.includes(':') ? `[${host}]` : host;
  return direct;
};

/** The node of an entry; `undefined` = it is a probe's, and those follow the floor alone. */
const nodeOf = ({ target: { kind, clients, probes } }: Open, client: number): Topic | undefined => {
  if (kind === 'wallboard') return everythingTopic;
  return client < clients - probes ? userTopic(`bench-${client}`) : undefined;
};

const send = ({ publisher, prosody, directory }: Open, node: Topic, entry: Entry): void => {
  const payload = notification(updateOf(entry, node, directory), entryJson(entry));
  publisher.publish(publishRequest(pubsubServiceOf(prosody.domain), node, { id: entry.cursor, payload }));
};

serve(
  {
    async open(target: ServerTarget) {
      const agents = Array.from({ length: target.clients }, (_, index) => benchAgent(index));
      const { host, probeHost } = target;
      starting = startProsody({ host, otherHosts: [probeHost], accounts: agents });
      const prosody = await starting;
      const { domain, publisher: account, port, version } = prosody;
      const login = { account, domain, resource: 'publisher' };
      const publisher = await Publisher.connect(publisherUrl(prosody, probeHost), login);
      const feed = new Feed({ capacity: 262_144, capacityBytes: 512 * 1024 * 1024 });
      open = { target, prosody, publisher, feed, directory: demoDirectory(agents) };
      const { port: probePort } = await listenFloor(feed, probeHost);
      return { port, probePort, version };
    },
    /** Prosody's own: what this process works for publishing is not its. */
    usage(_: null): ServerUsage {
      return theOpen().prosody.usage();
    },
    async publish(order: PublishOrder): Promise<Published> {
      const current = theOpen();
      const { payloadBytes } = current.target;
      const published = await publishByPlan(order, ({ client, index, intendedAtNs }) => {
        const entry = current.feed.publish(benchEvent(client, index, payloadBytes), { intendedAtNs });
        const node = nodeOf(current, client);
        if (node !== undefined) send(current, node, entry);
        return parseCursor(entry.cursor).sequence;
      });
      await current.publisher.settle().catch(async (cause: unknown) => {
        throw (await current.prosody.fault()) ?? cause;
      });
      return published;
    },
  } satisfies ServerMethods,
  async () => {
    await (await starting)?.stop();
  },
);
