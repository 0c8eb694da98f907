// The relay: a process of its own that delays each direction by half the round trip. Its CPU is shown apart.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { serve } from './child.ts';

/** What the relay is told. */
export interface RelayTarget {
  readonly port: number;
  /** The floor's own port, for the probes. */
  readonly probePort: number;
  /** `::1`, or `127.0.0.1` on a machine without IPv6. */
  readonly serverHost: string;
  readonly rttMs: number;
}

/** Bytes on their way in one direction before the sender is paused. */
const maximumBytes = 4 * 1024 * 1024;

let accepted = 0;

/**
 * Hands everything on after `delayMs`, in order. The first bytes of a new connection wait `firstExtraMs` longer:
 * a relay cannot delay the kernel's own handshake, and without this a new connection would look free.
 */
const pass = (from: Socket, to: Socket, delayMs: number, firstExtraMs: number): void => {
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
  from.on('data', (part) => {
    bytes += part.length;
    if (bytes > maximumBytes) from.pause();
    later(() => {
      // It counts until the other side has taken it: a reader that takes nothing pauses the sender behind the relay too.
      if (!to.destroyed) to.write(part, () => taken(part.length));
    });
  });
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
  from.on('error', () => from.destroy());
};

const relay = async (listenHost: string, port: number, { serverHost, rttMs }: RelayTarget): Promise<number> => {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    accepted += 1;
    const upstream = connect({ host: serverHost, port, allowHalfOpen: true, noDelay: true });
    pass(client, upstream, rttMs / 2, rttMs);
    pass(upstream, client, rttMs / 2, 0);
  });
  await new Promise<void>((resolve) => server.listen({ host: listenHost, port: 0, backlog: 4096 }, resolve));
  return (server.address() as AddressInfo).port;
};

serve({
  /** Listens on IPv4 and reaches the server on IPv6: the kernel's IPv4 counters then see the client's hop alone. Probes stay on IPv6. */
  async open(target: RelayTarget): Promise<{ port: number; probePort: number }> {
    return {
      port: await relay('127.0.0.1', target.port, target),
      probePort: await relay(target.serverHost, target.probePort, target),
    };
  },
  usage(_: null) {
    return { cpu: process.cpuUsage(), accepted };
  },
} satisfies RelayMethods);

/** What the relay serves. */
export interface RelayMethods {
  readonly open: (target: RelayTarget) => Promise<{ port: number; probePort: number }>;
  readonly usage: (_: null) => { cpu: NodeJS.CpuUsage; accepted: number };
  readonly [method: string]: (parameters: never) => unknown;
}
