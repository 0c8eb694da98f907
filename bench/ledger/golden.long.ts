// The golden constants of the wire (MEASURING §1.4) against the kernel's own counters, in a namespace of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';
import { findNamespace } from '../run/namespace.ts';
import type { Counted } from '../testing/golden-probe.ts';
import { closeBytes, closePackets, openBytes, openPackets, segmentBytes } from './golden.ts';

const namespace = findNamespace();
const probe = fileURLToPath(new URL('../testing/golden-probe.ts', import.meta.url));

const measure = (): Readonly<Record<'openAndClose' | 'echo' | 'push', Counted>> => {
  const flags = 'flags' in namespace ? namespace.flags : [];
  const { status, stdout, stderr } = spawnSync('unshare', [...flags, process.execPath, probe], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as ReturnType<typeof measure>;
};

/** Within half a percent, as all bytes are judged. */
const near = (seen: number, golden: number): void =>
  assert.ok(Math.abs(seen - golden) <= golden * 0.005, `${seen}, not ${golden}`);

describe('the kernel counts', { skip: 'reason' in namespace ? namespace.reason : false }, () => {
  const counted = 'flags' in namespace ? measure() : undefined;
  it('328 bytes in 6 packets to open and close', () => {
    near(counted?.openAndClose.bytes ?? NaN, openBytes + closeBytes);
    near(counted?.openAndClose.packets ?? NaN, openPackets + closePackets);
  });
  it('356 bytes in 3 packets for 100 bytes and their echo: the answer carries one acknowledgement, the other is bare', () => {
    near(counted?.echo.bytes ?? NaN, 2 * (100 + segmentBytes) + segmentBytes);
    near(counted?.echo.packets ?? NaN, 3);
  });
  it('a message and an acknowledgement for each push, however close they come', () => {
    near(counted?.push.bytes ?? NaN, 300 + 2 * segmentBytes);
    near(counted?.push.packets ?? NaN, 2);
  });
});
