// The relay: a process of its own that delays each direction by half the round trip. Its CPU is shown apart.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { addSeen, ConnectionLedger, nothingSeen, type SeenBytes } from '../ledger/connection-ledger.ts';
import { pingpongThreshold } from '../measure/kernel-counters.ts';
import { StandstillWatch } from '../measure/standstill.ts';
import { serve } from './child.ts';

/** What the relay is told. */
export interface RelayTarget {
  readonly port: number;
  /** The floor's own port, for the probes. */
  readonly probePort: number;
  /** `::1`, or `127.0.0.1` on a machine without IPv6. */
  readonly serverHost: string;
  readonly rttMs: number;
  /** Whether the streams are in the clear: then the ledger looks into them. */
  readonly isReadable: boolean;
}

/** Bytes on their way in one direction before the sender is paused. */
const maximumBytes = 4 * 1024 * 1024;

let accepted = 0;
const standstill = new StandstillWatch();
const threshold = pingpongThreshold();
let closed: SeenBytes = nothingSeen;
const open = new Set<ConnectionLedger>();

/** What goes one way, and who writes it down. */
interface Way {
  readonly from: Socket;
  readonly to: Socket;
  readonly delayMs: number;
  /**
   * The first bytes of a new connection wait this much longer: a relay cannot delay the kernel's own handshake, and
   * without this a new connection would look free.
   */
  readonly firstExtraMs: number;
  /** Told what came, when it comes. */
  readonly arrived?: ((part: Buffer) => void) | undefined;
  /** Told what leaves, when it leaves. */
  readonly leaves?: ((part: Buffer) => void) | undefined;
  /** Told of the end of what comes (`arrived`) or leaves (`leaves`). */
  readonly ended?: (() => void) | undefined;
}

/** Hands everything on after `delayMs`, in order. */
const pass = ({ from, to, delayMs, firstExtraMs, ...told }: Way): void => {
  let bytes = 0;
  // Everything behind the first bytes waits for them, so the extra time counts from the moment of the connection.
  const openUntil = performance.now() + firstExtraMs;
  const later = (act: () => void): void => {
    const releaseMs = delayMs + Math.max(0, openUntil - performance.now());
    setTimeout(act, Math.ceil(releaseMs));
  };
  const taken = (length: number): void => {
    bytes -= length;
    if (from.isPaused() && bytes < maximumBytes / 2) from.resume();
  };
  from.on('data', (part: Buffer) => {
    bytes += part.length;
    told.arrived?.(part);
    if (bytes > maximumBytes) from.pause();
    later(() => {
      if (to.destroyed) return;
      told.leaves?.(part);
      // It counts until the other side has taken it: a reader that takes nothing pauses the sender behind the relay too.
      to.write(part, () => taken(part.length));
    });
  });
  from.on('end', () => {
    if (told.arrived) told.ended?.();
    later(() => {
      if (told.leaves) told.ended?.();
      to.end();
    });
  });
  from.on('close', () => later(() => to.destroy()));
  from.on('error', () => from.destroy());
};

/** Writes down what the client's hop carries, at the moments at which it does. */
const watch = (client: Socket, isReadable: boolean): ConnectionLedger => {
  const ledger = new ConnectionLedger(isReadable, threshold);
  open.add(ledger);
  client.once('close', () => {
    open.delete(ledger);
    closed = addSeen(closed, ledger.seen(performance.now()));
  });
  return ledger;
};

const relay = async (listenHost: string, port: number, target: RelayTarget, isCounted: boolean): Promise<number> => {
  const { serverHost, rttMs, isReadable } = target;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    accepted += 1;
    const upstream = connect({ host: serverHost, port, allowHalfOpen: true, noDelay: true });
    const ledger = isCounted ? watch(client, isReadable) : undefined;
    const ended = ledger && ((): void => ledger.end());
    const [delayMs, now] = [rttMs / 2, (): number => performance.now()];
    pass({
      from: client,
      to: upstream,
      delayMs,
      firstExtraMs: rttMs,
      ended,
      arrived: ledger && ((part) => ledger.up(part, now())),
    });
    pass({
      from: upstream,
      to: client,
      delayMs,
      firstExtraMs: 0,
      ended,
      leaves: ledger && ((part) => ledger.down(part, now())),
    });
  });
  await new Promise<void>((resolve) => server.listen({ host: listenHost, port: 0, backlog: 4096 }, resolve));
  return (server.address() as AddressInfo).port;
};

serve({
  /** Listens on IPv4 and reaches the server on IPv6: the kernel's IPv4 counters then see the client's hop alone. Probes stay on IPv6. */
  async open(target: RelayTarget): Promise<{ port: number; probePort: number }> {
    return {
      port: await relay('127.0.0.1', target.port, target, true),
      probePort: await relay(target.serverHost, target.probePort, target, false),
    };
  },
  usage(_: null): RelayUsage {
    return { cpu: process.cpuUsage(), accepted, standstillMs: standstill.worstMs };
  },
  begin({ startNs }: { startNs: bigint }): void {
    standstill.restartAt(startNs);
  },
  /** What the client's hop has carried so far. */
  seen(_: null): SeenBytes {
    const now = performance.now();
    let sum = closed;
    for (const ledger of open) sum = addSeen(sum, ledger.seen(now));
    return sum;
  },
} satisfies RelayMethods);

/** What the relay itself costs, and whether it kept up. */
export interface RelayUsage {
  readonly cpu: NodeJS.CpuUsage;
  readonly accepted: number;
  /** The longest time for which it stood still in the measured part, milliseconds. */
  readonly standstillMs: number;
}

/** What the relay serves. */
export interface RelayMethods {
  readonly open: (target: RelayTarget) => Promise<{ port: number; probePort: number }>;
  readonly usage: (_: null) => RelayUsage;
  /** The measured time begins. */
  readonly begin: (_: { startNs: bigint }) => void;
  readonly seen: (_: null) => SeenBytes;
  readonly [method: string]: (parameters: never) => unknown;
}
