// Ports and names of the four schemes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tcpTargetOf } from './tcp-target.ts';

const targets: Readonly<Record<string, readonly [host: string, port: number, isTls: boolean]>> = {
  'http://lab/x': ['lab', 80, false],
  'ws://127.0.0.1:8080/': ['127.0.0.1', 8080, false],
  'https://lab/': ['lab', 443, true],
  'wss://lab/ws/': ['lab', 443, true],
  'https://[::1]:8443/': ['::1', 8443, true],
};
for (const [url, [host, port, isTls]] of Object.entries(targets)) {
  test(`${url} is reached at port ${port}, ${isTls ? 'over' : 'without'} TLS`, () => {
    assert.deepEqual(tcpTargetOf(new URL(url)), { host, port, isTls });
  });
}
