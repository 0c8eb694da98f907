// For tests: a lab on a free port, with a fixed epoch and clock, and room to wait for what happens in it.
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { buildApp, type AppOptions, type BuiltApp } from '../app.ts';

/** A lab that listens. */
export interface TestLab extends BuiltApp {
  readonly port: number;
  readonly url: string;
}

/** Opens a lab whose epoch is `e1` and whose clock stands at 1 s; it is closed when the test ends. */
export const openLab = async (context: TestContext, options: AppOptions = {}): Promise<TestLab> => {
  const feed = { epoch: 'e1', nowNs: () => 1_000_000_000n, ...options.feed };
  const built = await buildApp({ logLevel: 'silent', ...options, feed });
  const sockets = new Set<Socket>();
  built.app.server.on('connection', (socket) => sockets.add(socket));
  const url = await built.app.listen({ host: '127.0.0.1', port: 0 });
  context.after(async () => {
    // Clients that a test left open are cut, so that the drain has nobody to wait for.
    for (const socket of sockets) socket.destroy();
    await built.drain();
  });
  return { ...built, url, port: (built.app.server.address() as AddressInfo).port };
};

/** Waits until the condition holds; fails with the sentence when it does not in time. */
export const until = async (condition: () => boolean, sentence: string, deadlineMs = 5000): Promise<void> => {
  const deadline = Date.now() + deadlineMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Not within ${deadlineMs} ms: ${sentence}`);
    await delay(2);
  }
};
