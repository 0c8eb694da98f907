// Tests of void.ts: each limit, on both of its sides.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { voidBecause } from './void.ts';

const calm = { clientUtilisation: 0.2, clientCpuShare: 0.1, relayCpuShare: 0.1, oneWayDelayMs: 41, standstillMs: 10 };

test('a calm run is not void', () => assert.equal(voidBecause(calm, 0), null));

const limits: readonly (readonly [Partial<typeof calm>, Partial<typeof calm>, RegExp])[] = [
  [{ clientUtilisation: 0.69 }, { clientUtilisation: 0.71 }, /event loop was busy 71 %/],
  [{ clientCpuShare: 0.55 }, { clientUtilisation: 0.6, clientCpuShare: 0.81 }, /used 81 % of a core/],
  [{ relayCpuShare: 0.79 }, { relayCpuShare: 0.81 }, /relay used 81 %/],
  [{ standstillMs: 199 }, { standstillMs: 201 }, /stood still for 201 ms/],
  [{ clientUtilisation: 0.04 }, { clientUtilisation: 0 }, /says that it was busy 0 %/],
];

for (const [within, beyond, reason] of limits) {
  test(`void: ${reason.source}`, () => {
    assert.equal(voidBecause({ ...calm, ...within }, 0), null);
    assert.match(voidBecause({ ...calm, ...beyond }, 0)?.reason ?? '', reason);
  });
}

test('bare TCP that loses entries makes a run void', () => assert.match(voidBecause(calm, 2)?.reason ?? '', /lost 2/));
