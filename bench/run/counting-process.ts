// All counting subscribers of the fan-out comparison, in one process.
import { setTimeout as delay } from 'node:timers/promises';
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { everythingTopic } from '../../servers/protocol/topic.ts';
import { demoPassword } from '../../servers/finesse/directory.ts';
import { serve } from './child.ts';
import { CountingClient } from './counting-client.ts';

/** What the subscribers are told. */
export interface CountingOrder {
  readonly host: string;
  readonly port: number;
  readonly transport: TransportId;
  /** How many there are to be; those who are there already stay. */
  readonly subscribers: number;
}

/** Where the counting stands. */
export interface Counts {
  /** Items of each subscriber. */
  readonly counts: Uint32Array;
  /** When the last of them came. */
  readonly lastAtNs: bigint;
  readonly cpu: NodeJS.CpuUsage;
}

const clients: CountingClient[] = [];

serve({
  /** One after the other: the accept queue never overflows. */
  async connect({ host, port, transport, subscribers }: CountingOrder): Promise<void> {
    const { path, scheme, needs } = describeTransport(transport);
    while (clients.length < subscribers) {
      const account = { id: `bench-${clients.length}`, password: demoPassword };
      const login = needs.includes('xml') ? { account, domain: 'localhost', resource: 'counter' } : null;
      clients.push(await CountingClient.connect({ host, port, path, scheme, login, node: everythingTopic }));
    }
  },
  /** Waits until everyone has so many, or `timeoutMs` are over. */
  async counted({ each, timeoutMs }: { each: number; timeoutMs: number }): Promise<Counts> {
    const deadline = performance.now() + timeoutMs;
    while (clients.some(({ count }) => count < each) && performance.now() < deadline) await delay(5);
    return {
      counts: Uint32Array.from(clients, ({ count }) => count),
      lastAtNs: clients.reduce((latest, { lastAtNs }) => (lastAtNs > latest ? lastAtNs : latest), 0n),
      cpu: process.cpuUsage(),
    };
  },
  /** When the newest `count` parts came, of each subscriber, milliseconds on this process's own clock. */
  arrivals({ count }: { count: number }): readonly Float64Array[] {
    return clients.map(({ arrivedAtMs }) => Float64Array.from(arrivedAtMs.slice(-count)));
  },
} satisfies CountingMethods);

/** What the counting process serves. */
export interface CountingMethods {
  readonly connect: (order: CountingOrder) => Promise<void>;
  readonly counted: (order: { each: number; timeoutMs: number }) => Promise<Counts>;
  readonly arrivals: (order: { count: number }) => readonly Float64Array[];
  readonly [method: string]: (parameters: never) => unknown;
}
