// The server under test, in a process of its own: the real app, and a publisher that keeps the plan's timetable.
import type { AddressInfo } from 'node:net';
import { buildApp, type BuiltApp } from '../../servers/app.ts';
import type { Certificate } from '../../servers/certificate.ts';
import { parseCursor } from '../../servers/protocol/cursor.ts';
import { benchAgent, demoDirectory } from '../../servers/finesse/directory.ts';
import { serve } from './child.ts';
import { listenFloor } from './floor.ts';
import { benchEvent, publishByPlan, type PlannedEvent, type Published, type PublishOrder } from './publish.ts';

export type { PublishOrder } from './publish.ts';

/** What the server is told. */
export interface ServerTarget {
  readonly isFloor: boolean;
  readonly host: string;
  /** Where the probes' floor listens. */
  readonly probeHost: string;
  /** Clients and probes together: each has an account. */
  readonly clients: number;
  /** How many of them are probes, the last ones. */
  readonly probes: number;
  readonly kind: 'desktops' | 'wallboard';
  readonly payloadBytes: number;
  /** With it everything but the floor is served over TLS; `null` = nothing is. */
  readonly certificate: Certificate | null;
}

/** Where the server listens. */
export interface OpenedServer {
  readonly port: number;
  readonly probePort: number;
  /** Of a peer, as it says itself; absent for the lab's own server. */
  readonly version?: string | null;
}

/** Processor time and memory. */
export interface ServerUsage {
  readonly cpu: NodeJS.CpuUsage;
  readonly rssBytes: number;
}

/** Entries on a board before the run, so that every answer has its full size from the first one on. */
const window = 20;

let built: BuiltApp | undefined;
let payloadBytes = 200;

const theApp = (): BuiltApp => {
  if (!built) throw new Error('The server is not open yet.');
  return built;
};

const fillBoards = (clients: number): void => {
  for (let client = 0; client < clients; client += 1) {
    for (let index = 0; index < window; index += 1) theApp().feed.publish(benchEvent(client, index, payloadBytes));
  }
};

const publishOne = ({ client, index, intendedAtNs }: PlannedEvent): number => {
  const entry = theApp().feed.publish(benchEvent(client, index, payloadBytes), { intendedAtNs });
  return parseCursor(entry.cursor).sequence;
};

serve({
  async open(target: ServerTarget) {
    ({ payloadBytes } = target);
    const directory = demoDirectory(Array.from({ length: target.clients }, (_, index) => benchAgent(index)));
    const tls = target.certificate ?? undefined;
    built = await buildApp({ directory, window, tls, feed: { capacity: 262_144, capacityBytes: 512 * 1024 * 1024 } });
    fillBoards(target.kind === 'desktops' ? target.clients : 1);
    const { port: probePort } = await listenFloor(built.feed, target.probeHost);
    if (target.isFloor) return { port: (await listenFloor(built.feed, target.host)).port, probePort };
    await built.app.listen({ host: target.host, port: 0, backlog: 4096 });
    return { port: (built.app.server.address() as AddressInfo).port, probePort };
  },
  usage(_: null): ServerUsage {
    return { cpu: process.cpuUsage(), rssBytes: process.memoryUsage.rss() };
  },
  publish: (order: PublishOrder) => publishByPlan(order, publishOne),
} satisfies ServerMethods);

/** What the server process serves. */
export interface ServerMethods {
  readonly open: (target: ServerTarget) => Promise<OpenedServer>;
  readonly usage: (_: null) => ServerUsage;
  readonly publish: (order: PublishOrder) => Promise<Published>;
  readonly [method: string]: (parameters: never) => unknown;
}
