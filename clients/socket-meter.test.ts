// Bytes and connections of one client, the closed ones included.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { SocketMeter } from './socket-meter.ts';

test('it counts what goes each way, while a connection is open and after it closed', async (context) => {
  const server = createServer((socket) => socket.end('four'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  const meter = new SocketMeter();
  assert.deepEqual(meter.totals, { connections: 0, bytesUp: 0, bytesDown: 0 });
  for (let round = 1; round <= 2; round += 1) {
    const socket = meter.track(connect((server.address() as AddressInfo).port, '127.0.0.1'));
    socket.resume().end('to');
    await once(socket, 'end');
    assert.deepEqual(meter.totals, { connections: round, bytesUp: 2 * round, bytesDown: 4 * round });
    await once(socket, 'close');
    assert.deepEqual(meter.totals, { connections: round, bytesUp: 2 * round, bytesDown: 4 * round });
  }
});
