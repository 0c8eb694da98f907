// Bytes and connections of one client, the closed ones included, against what a proxy in between has seen.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { makeCertificate } from '../servers/certificate.ts';
import { TcpTap } from '../servers/testing/tcp-tap.ts';
import { Dialer } from './dialer.ts';
import { SocketMeter, type SocketTotals } from './socket-meter.ts';

test('it counts what goes each way, while a connection is open and after it closed', async (context) => {
  const server = createServer((socket) => socket.end('four'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  const meter = new SocketMeter();
  const after = (rounds: number): SocketTotals => {
    const [up, down] = [2 * rounds, 4 * rounds];
    return { connections: rounds, bytesUp: up, bytesDown: down, plainUp: up, plainDown: down };
  };
  assert.deepEqual(meter.totals, after(0));
  for (let round = 1; round <= 2; round += 1) {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    meter.track(socket);
    socket.resume().end('to');
    await once(socket, 'end');
    assert.deepEqual(meter.totals, after(round));
    await once(socket, 'close');
    assert.deepEqual(meter.totals, after(round));
  }
});

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`over ${version} it counts every byte that a proxy sees, and what was said in the clear`, async (context) => {
    const [answer, question] = [Buffer.alloc(70_000, 'a'), Buffer.alloc(50_000, 'q')];
    const { key, cert } = await makeCertificate();
    const server = createTlsServer({ key, cert, minVersion: version, maxVersion: version }, (socket) => {
      let receivedBytes = 0;
      socket.on('data', ({ byteLength }: Buffer) => {
        receivedBytes += byteLength;
        if (receivedBytes === question.byteLength) socket.end(answer);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    context.after(() => server.close());
    const tap = await TcpTap.open(context, (server.address() as AddressInfo).port);
    const meter = new SocketMeter();
    const dialer = new Dialer(meter, { ca: cert });
    for (let round = 1; round <= 2; round += 1) {
      const socket = await dialer.dial({ host: '127.0.0.1', port: tap.port, isTls: true });
      socket.resume().write(question);
      await once(socket, 'close');
      await tap.closed();
      assert.deepEqual(meter.totals, {
        connections: round,
        bytesUp: tap.up.byteLength,
        bytesDown: tap.down.byteLength,
        plainUp: round * question.byteLength,
        plainDown: round * answer.byteLength,
      });
    }
    assert.ok(tap.up.byteLength > 2 * question.byteLength && tap.down.byteLength > 2 * answer.byteLength);
  });
}
