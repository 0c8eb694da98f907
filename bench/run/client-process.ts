// The load generator: all clients of a segment in one process, each with connections of its own.
import { createHistogram, performance, type EventLoopUtilization } from 'node:perf_hooks';
import type { TlsTrust } from '../../clients/dialer.ts';
import { createNodeRuntime, type NodeRuntime } from '../../clients/node-runtime.ts';
import { clientTransports } from '../../clients/registry.ts';
import type { HeaderSet } from '../../clients/header-sets.ts';
import type { ClientRuntime, ClientTarget } from '../../clients/transport.ts';
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { demoPassword } from '../../servers/finesse/directory.ts';
import { userTopic } from '../../servers/protocol/topic.ts';
import { StandstillWatch } from '../measure/standstill.ts';
import { Recorder, type ClientRecord, type MeasuredWindow } from '../measure/recorder.ts';
import { serve } from './child.ts';
import { floorClient } from './floor.ts';

/** What the clients are told. */
export interface ClientsTarget {
  readonly transport: TransportId | 'floor';
  readonly port: number;
  readonly probeHost: string;
  readonly probePort: number;
  readonly probes: number;
  readonly kind: 'desktops' | 'wallboard';
  readonly phaseMs: Float64Array;
  readonly pollIntervalMs: number;
  readonly holdSeconds: number;
  readonly headers: HeaderSet;
  /** Which certificate of a server is taken; `null` = there is no TLS. The floor has none. */
  readonly trust: TlsTrust | null;
}

/** Totals over all clients. */
export interface ClientTotals {
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** In the clear: without TLS the same. */
  readonly plainUp: number;
  readonly plainDown: number;
  readonly connections: number;
  /** Requests sent so far, held ones included. */
  readonly requests: number;
  readonly cpu: NodeJS.CpuUsage;
}

/** What the clients saw. */
export interface Collected {
  readonly records: readonly ClientRecord[];
  readonly probes: readonly ClientRecord[];
  /** Event-loop utilisation of the process since publishing began. */
  readonly utilisation: number;
  /** The longest time for which the process stood still, milliseconds. */
  readonly standstillMs: number;
  /** Median from request to answer, of all that were asked since publishing began, milliseconds; `null` = there were none. */
  readonly requestTimeMs: number | null;
}

/** Pause between two new connections, so that the accept queue does not overflow (a lost SYN costs a second). */
const rampMs = 1;
/** How long clients may take to be ready. */
const readyTimeoutMs = 20_000;

/** One client with all that belongs to it. */
class BenchClient {
  readonly recorder = new Recorder();
  readonly runtime: NodeRuntime;
  requests = 0;
  inFlight = 0;
  fault: unknown;
  readonly ready = Promise.withResolvers<void>();

  constructor({ headers, trust }: ClientsTarget) {
    this.runtime = createNodeRuntime({ headers, ...(trust !== null && { tls: trust }) });
    // Whoever connects waits for all of them; one that is refused before that is not an unhandled rejection.
    this.ready.promise.catch(() => {});
  }

  async run(target: Omit<ClientTarget, 'runtime'>, client: (typeof clientTransports)[TransportId]): Promise<void> {
    try {
      for await (const arrival of client.follow({ ...target, runtime: this.#counting() })) {
        if (arrival.kind === 'ready') this.ready.resolve();
        this.recorder.add(arrival);
      }
    } catch (cause) {
      this.fault = cause;
      this.ready.reject(cause);
    }
  }

  /** The runtime, with requests counted, and polls that stop at the gate once the run ends. */
  #counting(): ClientRuntime {
    const { runtime } = this;
    const counted = async <Answer>(asking: () => Promise<Answer>): Promise<Answer> => {
      this.requests += 1;
      this.inFlight += 1;
      const askedAtMs = performance.now();
      try {
        const answer = await asking();
        if (utilisation) durations.record(Math.max(1, Math.round((performance.now() - askedAtMs) * 1000)));
        return answer;
      } finally {
        this.inFlight -= 1;
      }
    };
    return {
      ...runtime,
      get: (url, signal) => counted(() => runtime.get(url, signal)),
      post: (url, message) => counted(() => runtime.post(url, message)),
      exchangeTcp: (target, request, signal) =>
        counted(() => runtime.exchangeTcp?.(target, request, signal) ?? Promise.reject(new Error('no TCP'))),
      sleep: async (delayMs, signal) => {
        await runtime.sleep(delayMs, signal);
        if (isEnding && !signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    };
  }
}

const stop = new AbortController();
const beginning = Promise.withResolvers<void>();
const clients: BenchClient[] = [];
const probes: BenchClient[] = [];
let isEnding = false;
let utilisation: EventLoopUtilization | undefined;
const standstill = new StandstillWatch();

/** Durations of requests in microseconds, to two figures and a half. */
const durations = createHistogram({ lowest: 1, highest: 600_000_000, figures: 4 });

const wait = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

const urlOf = ({ transport, port, trust }: ClientsTarget): URL => {
  if (transport === 'floor') return new URL(`http://127.0.0.1:${port}/`);
  const { scheme, path } = describeTransport(transport);
  return new URL(`${scheme}${trust === null ? '' : 's'}://127.0.0.1:${port}${path}`);
};

const probeUrl = ({ probeHost, probePort }: ClientsTarget): URL =>
  new URL(`http://${probeHost.includes(':') ? `[${probeHost}]` : probeHost}:${probePort}/`);

const targetOf = (order: ClientsTarget, url: URL, index: number): Omit<ClientTarget, 'runtime'> => {
  const { kind, pollIntervalMs, holdSeconds } = order;
  return {
    url,
    from: 'now',
    topic: kind === 'desktops' ? userTopic(`bench-${index}`) : undefined,
    signal: stop.signal,
    begin: beginning.promise,
    pollIntervalMs,
    holdSeconds,
    phaseMs: order.phaseMs[index],
    // On a wallboard all events are of bench-0, whom nobody is: an agent gets their own events by themselves as well.
    account: { id: `bench-${kind === 'wallboard' ? index + 1 : index}`, password: demoPassword },
  };
};

serve({
  async connect(order: ClientsTarget): Promise<void> {
    const client = order.transport === 'floor' ? floorClient : clientTransports[order.transport];
    const count = order.phaseMs.length;
    for (let index = 0; index < count + order.probes; index += 1) {
      const one = new BenchClient(order);
      const isProbe = index >= count;
      (isProbe ? probes : clients).push(one);
      void one.run(targetOf(order, isProbe ? probeUrl(order) : urlOf(order), index), isProbe ? floorClient : client);
      await wait(rampMs);
    }
    const late = wait(readyTimeoutMs).then(() => Promise.reject(new Error('not all clients became ready in 20 s')));
    await Promise.race([Promise.all([...clients, ...probes].map(({ ready }) => ready.promise)), late]);
  },
  begin(window: MeasuredWindow): void {
    for (const { recorder } of [...clients, ...probes]) recorder.begin(window);
    utilisation = performance.eventLoopUtilization();
    standstill.restartAt(window.startNs);
    // While the next crew starts, in the warm-up, a request takes as long as the processor is busy with that.
    setTimeout(() => durations.reset(), Math.max(0, Number(window.startNs - process.hrtime.bigint()) / 1e6));
    beginning.resolve();
  },
  progress(_: null): number {
    return clients.reduce((sum, { recorder }) => sum + recorder.received, 0);
  },
  totals(_: null): ClientTotals {
    const sum = (of: (client: BenchClient) => number): number => clients.reduce((total, one) => total + of(one), 0);
    return {
      bytesUp: sum(({ runtime }) => runtime.totals.bytesUp),
      bytesDown: sum(({ runtime }) => runtime.totals.bytesDown),
      plainUp: sum(({ runtime }) => runtime.totals.plainUp),
      plainDown: sum(({ runtime }) => runtime.totals.plainDown),
      connections: sum(({ runtime }) => runtime.totals.connections),
      requests: sum(({ requests }) => requests),
      cpu: process.cpuUsage(),
    };
  },
  /** Waits until every client has as many entries as were published for it, or `timeoutMs` are over. */
  async drain({ expected, timeoutMs }: { expected: Uint32Array; timeoutMs: number }): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    const isDone = (): boolean =>
      [...clients, ...probes].every(
        ({ recorder }, index) => recorder.received + recorder.missed >= (expected[index] ?? 0),
      );
    while (!isDone() && performance.now() < deadline) await wait(5);
  },
  /** Lets the polls on a timetable come to rest: none is asked any more, and those under way are answered. */
  async rest({ isHeld }: { isHeld: boolean }): Promise<void> {
    isEnding = true;
    const deadline = performance.now() + 5000;
    if (isHeld) return;
    while (clients.some(({ inFlight }) => inFlight > 0) && performance.now() < deadline) await wait(2);
  },
  collect(_: null): Collected {
    const share = performance.eventLoopUtilization(utilisation).utilization;
    const fault = [...clients, ...probes].find((client) => client.fault !== undefined)?.fault;
    if (fault !== undefined) throw fault as Error;
    const resultsOf = (of: readonly BenchClient[]): ClientRecord[] => of.map(({ recorder }) => recorder.result());
    return {
      records: resultsOf(clients),
      probes: resultsOf(probes),
      utilisation: share,
      standstillMs: standstill.worstMs,
      requestTimeMs: durations.count === 0 ? null : durations.percentile(50) / 1000,
    };
  },
} satisfies ClientsMethods);

/** What the client process serves. */
export interface ClientsMethods {
  readonly connect: (order: ClientsTarget) => Promise<void>;
  readonly begin: (window: MeasuredWindow) => void;
  readonly progress: (_: null) => number;
  readonly totals: (_: null) => ClientTotals;
  readonly drain: (order: { expected: Uint32Array; timeoutMs: number }) => Promise<void>;
  readonly rest: (order: { isHeld: boolean }) => Promise<void>;
  readonly collect: (_: null) => Collected;
  readonly [method: string]: (parameters: never) => unknown;
}
