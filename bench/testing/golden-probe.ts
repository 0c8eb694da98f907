// Run inside a private network namespace: what the kernel itself counts for a few elementary exchanges, as JSON on stdout.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { readKernelCounters } from '../measure/kernel-counters.ts';
import { raiseLoopback } from '../run/namespace.ts';

/** IP bytes and packets of one exchange, mean of many. */
export interface Counted {
  readonly bytes: number;
  readonly packets: number;
}

/** Longer than any delayed acknowledgement. */
const settleMs = 100;
const rounds = 40;
const closings = 11;

const counted = async (count: number, act: () => Promise<void>): Promise<Counted> => {
  await delay(settleMs);
  const from = readKernelCounters();
  await act();
  await delay(settleMs);
  const to = readKernelCounters();
  return { bytes: (to.bytes - from.bytes) / count, packets: (to.packets - from.packets) / count };
};

const listen = async (onConnection: (socket: Socket) => void): Promise<number> => {
  const server = createServer({ noDelay: true }, onConnection);
  server.listen({ host: '127.0.0.1', port: 0 });
  server.unref();
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const open = async (port: number): Promise<Socket> => {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return socket;
};

/**
 * SYN to the last ACK, nothing in between; the server closes first, as HTTP/1.0 does. The median of some: a client that is
 * not run at once acknowledges the server's FIN before it sends its own, in a seventh packet.
 */
const openAndClose = async (): Promise<Counted> => {
  const port = await listen((socket) => socket.end());
  const seen: Counted[] = [];
  for (let round = 0; round < closings; round += 1) {
    seen.push(
      await counted(1, async () => {
        const socket = await open(port);
        socket.resume();
        await once(socket, 'close');
      }),
    );
  }
  return seen.toSorted((left, right) => left.bytes - right.bytes)[Math.floor(closings / 2)] as Counted;
};

/** A message and its answer at once, with a pause longer than the delayed acknowledgement before the next. */
const echo = async (length: number): Promise<Counted> => {
  const port = await listen((socket) => socket.on('data', (data) => socket.write(data)));
  const socket = await open(port);
  const exchange = async (): Promise<void> => {
    let missing = length;
    socket.write(Buffer.alloc(length));
    while (missing > 0) missing -= ((await once(socket, 'data')) as [Buffer])[0].byteLength;
    await delay(60);
  };
  // The first exchanges of a connection are acknowledged at once (quick acknowledgements).
  for (let round = 0; round < 20; round += 1) await exchange();
  return counted(rounds, async () => {
    for (let round = 0; round < rounds; round += 1) await exchange();
  });
};

/** Messages one way. */
const push = async (length: number): Promise<Counted> => {
  const { promise: accepted, resolve } = Promise.withResolvers<Socket>();
  const port = await listen(resolve);
  const socket = await open(port);
  socket.resume();
  const server = await accepted;
  return counted(rounds, async () => {
    for (let round = 0; round < rounds; round += 1) {
      server.write(Buffer.alloc(length));
      await delay(5);
    }
  });
};

const problem = raiseLoopback();
if (problem !== null) throw new Error(problem);
process.stdout.write(
  JSON.stringify({ openAndClose: await openAndClose(), echo: await echo(100), push: await push(300) }),
);
process.exit(0);
