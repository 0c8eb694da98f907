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

let clients: readonly CountingClient[] = [];

serve({
  /** One after the other: the accept queue never overflows. */
  async connect({ host, port, transport, subscribers }: CountingOrder): Promise<void> {
    const { path } = describeTransport(transport);
    const connected: CountingClient[] = [];
    for (let index = 0; index < subscribers; index += 1) {
      const account = { id: `bench-${index}`, password: demoPassword };
      const login = { account, domain: 'localhost', resource: 'counter' };
      connected.push(await CountingClient.connect({ ...login, host, port, path, node: everythingTopic }));
    }
    clients = connected;
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
} satisfies CountingMethods);

/** What the counting process serves. */
export interface CountingMethods {
  readonly connect: (order: CountingOrder) => Promise<void>;
  readonly counted: (order: { each: number; timeoutMs: number }) => Promise<Counts>;
  readonly [method: string]: (parameters: never) => unknown;
}
