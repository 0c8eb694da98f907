// The server under test, in a process of its own: the real app, and a publisher that keeps the plan's timetable.
import type { AddressInfo } from 'node:net';
import { buildApp, type BuiltApp } from '../../servers/app.ts';
import { parseCursor } from '../../servers/protocol/cursor.ts';
import { padEvent, type AgentEvent } from '../../servers/protocol/event.ts';
import { benchAgent, demoDirectory } from '../../servers/finesse/directory.ts';
import { pace, type Due } from '../../servers/simulation/pace.ts';
import { serve } from './child.ts';
import { listenFloor } from './floor.ts';

/** What the server is told. */
export interface ServerTarget {
  readonly isFloor: boolean;
  readonly host: string;
  /** Where the probes' floor listens. */
  readonly probeHost: string;
  readonly clients: number;
  readonly kind: 'desktops' | 'wallboard';
  readonly payloadBytes: number;
}

/** What is to be published. */
export interface PublishOrder {
  readonly startNs: bigint;
  readonly atMs: Float64Array;
  readonly client: Uint32Array;
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

const eventOf = (client: number, index: number): AgentEvent =>
  padEvent(
    {
      type: 'agent-state',
      agent: `bench-${client}`,
      state: index % 2 === 0 ? 'READY' : 'NOT_READY',
      at: new Date().toISOString(),
    },
    payloadBytes,
  );

const theApp = (): BuiltApp => {
  if (!built) throw new Error('The server is not open yet.');
  return built;
};

const fillBoards = (clients: number): void => {
  for (let client = 0; client < clients; client += 1) {
    for (let index = 0; index < window; index += 1) theApp().feed.publish(eventOf(client, index));
  }
};

serve({
  async open(target: ServerTarget) {
    ({ payloadBytes } = target);
    const directory = demoDirectory(Array.from({ length: target.clients }, (_, index) => benchAgent(index)));
    built = await buildApp({ directory, window, feed: { capacity: 262_144, capacityBytes: 512 * 1024 * 1024 } });
    fillBoards(target.kind === 'desktops' ? target.clients : 1);
    const { port: probePort } = await listenFloor(built.feed, target.probeHost);
    if (target.isFloor) return { port: (await listenFloor(built.feed, target.host)).port, probePort };
    await built.app.listen({ host: target.host, port: 0, backlog: 4096 });
    return { port: (built.app.server.address() as AddressInfo).port, probePort };
  },
  usage(_: null): ServerUsage {
    return { cpu: process.cpuUsage(), rssBytes: process.memoryUsage.rss() };
  },
  /** Publishes by the timetable; the sequences come back, in the order of the plan, to check that nothing was lost. */
  async publish({ startNs, atMs, client }: PublishOrder): Promise<Uint32Array> {
    const sequences = new Uint32Array(atMs.length);
    const items = function* (): Generator<Due<number>> {
      for (let index = 0; index < atMs.length; index += 1) yield { atMs: atMs[index] ?? 0, item: index };
    };
    const publishOne = (index: number, intendedAtNs: bigint): void => {
      const entry = theApp().feed.publish(eventOf(client[index] ?? 0, index), { intendedAtNs });
      sequences[index] = parseCursor(entry.cursor).sequence;
    };
    await pace(items(), publishOne, { startNs }).done;
    return sequences;
  },
} satisfies ServerMethods);

/** What the server process serves. */
export interface ServerMethods {
  readonly open: (target: ServerTarget) => Promise<{ port: number; probePort: number }>;
  readonly usage: (_: null) => ServerUsage;
  readonly publish: (order: PublishOrder) => Promise<Uint32Array>;
  readonly [method: string]: (parameters: never) => unknown;
}
