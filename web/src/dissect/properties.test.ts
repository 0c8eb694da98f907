// What holds for every capture: cuts change nothing, no byte is lost whatever comes, and twice the bytes are twice the work.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';
import { conversations } from './testing/conversations.ts';
import { chunk, entry, exampleKey, frame, recordsOf, recut, upgraded, type Said } from './testing/records.ts';
import { assertComplete, dissect, told } from './testing/tiling.ts';

const seed = 20261125;

/** Numbers in [0, 1), the same for the same start. */
const randomFrom = (start: number) => {
  let state = start;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const names = fc.constantFrom(...Object.keys(conversations));
const recordsNamed = (name: string): CaptureRecord[] => {
  const { transport, said } = conversations[name] ?? { transport: 'sse', said: [] };
  return recordsOf(said, transport);
};

/** One way to break records. */
type Fault = 'flip' | 'cut' | 'drop' | 'repeat' | 'lose' | 'noise';
const faults = fc.array(
  fc.record({
    fault: fc.constantFrom<Fault>('flip', 'cut', 'drop', 'repeat', 'lose', 'noise'),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    where: fc.double({ min: 0, max: 0.999, noNaN: true }),
    byte: fc.integer({ min: 0, max: 255 }),
  }),
  { minLength: 1, maxLength: 4 },
);

const broken = (
  records: readonly CaptureRecord[],
  plan: readonly { fault: Fault; at: number; where: number; byte: number }[],
) => {
  const result = [...records];
  for (const { fault, at, where, byte } of plan) {
    const index = Math.floor(at * result.length);
    const record = result[index];
    if (record?.kind !== 'data') continue;
    const place = Math.floor(where * record.bytes.byteLength);
    const flipped = Uint8Array.from(record.bytes);
    flipped[place] = byte;
    const rest = record.bytes.byteLength - place;
    const replacements: Record<Fault, readonly CaptureRecord[]> = {
      flip: [{ ...record, bytes: flipped }],
      cut: [{ ...record, bytes: record.bytes.subarray(0, place) }],
      drop: [],
      repeat: [record, { ...record, bytes: record.bytes.subarray(place) }],
      lose: [
        { ...record, bytes: record.bytes.subarray(0, place) },
        { ...record, kind: 'lost', byteCount: Math.ceil(rest / 2) },
        { ...record, bytes: record.bytes.subarray(place + Math.ceil(rest / 2)) },
      ],
      noise: [
        record,
        { ...record, bytes: Uint8Array.from({ length: byte }, (_, step) => (byte * step * 7 + step) & 255) },
      ],
    };
    result.splice(index, 1, ...replacements[fault]);
  }
  return result;
};

describe('any capture', () => {
  it('says the same however its bytes are cut', () => {
    fc.assert(
      fc.property(names, fc.integer(), (name, start) => {
        const records = recordsNamed(name);
        assert.deepEqual(told(dissect(recut(records, randomFrom(start)))), told(dissect(records)));
      }),
      { seed, numRuns: 60 },
    );
  });
  it('is taken apart to the last byte when it is broken, and still says the same however it is cut', () => {
    fc.assert(
      fc.property(names, faults, fc.integer(), fc.boolean(), (name, plan, start, isMiddle) => {
        const all = broken(recordsNamed(name), plan);
        const records = isMiddle ? all.slice(1) : all;
        const { transport } = conversations[name] ?? { transport: '' };
        const whole = dissect(records, { transport });
        assertComplete(whole);
        const recuts = dissect(recut(records, randomFrom(start)), { transport });
        assert.deepEqual(told(recuts), told(whole));
      }),
      { seed, numRuns: 500 },
    );
  });
  it('is taken apart while it grows', () => {
    for (const name of Object.keys(conversations)) {
      const dissector = dissect([]);
      for (const record of recut(recordsNamed(name), randomFrom(5))) {
        dissector.push(record);
        assertComplete(dissector);
      }
    }
  });
  it('is taken apart when two captures are spliced', () => {
    fc.assert(
      fc.property(names, names, fc.nat(12), fc.nat(12), (first, second, from, to) => {
        const records = [...recordsNamed(first).slice(0, from), ...recordsNamed(second).slice(to)];
        assertComplete(dissect(records, { transport: first }));
      }),
      { seed, numRuns: 200 },
    );
  });
  it('is taken apart when it is noise', () => {
    const piece = fc.tuple(fc.constantFrom('up' as const, 'down' as const), fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 10 }),
        fc.constantFrom('sse', 'websocket', 'xmpp'),
        (said, transport) => {
          assertComplete(dissect(recordsOf(said, transport)));
          assertComplete(dissect(recordsOf([...upgraded(), ...said], transport)));
        },
      ),
      { seed, numRuns: 200 },
    );
  });
});

describe('memory', () => {
  it('is bounded: the oldest messages are forgotten, and the counters stay', () => {
    const maximumBytes = 64 * 1024;
    const [ask, answer] = conversations['sse']?.said ?? [];
    const dissector = dissect(recordsOf([ask, answer] as readonly Said[]), { maximumBytes });
    const [first] = dissector.messages;
    for (let sequence = 1; sequence <= 2000; sequence += 1) {
      const bytes = Buffer.from(chunk(`id: e1-${sequence}\ndata: ${entry(sequence)}\n\n`));
      dissector.push({ kind: 'data', connection: 1, atMs: sequence, direction: 'down', bytes });
    }
    const [exchange] = dissector.exchanges;
    assert.equal(exchange?.entries, 2000);
    assert.equal(exchange?.chunks, 2000);
    assert.ok(dissector.rawBytes('down').byteLength <= maximumBytes);
    assert.ok((exchange?.forgottenMessages ?? 0) > 1000);
    assert.deepEqual(
      first?.spans().map(({ kind }) => kind),
      ['forgotten'],
    );
    assertComplete(dissector);
  });
  it('holds a body that is longer than it in parts', () => {
    const maximumBytes = 16 * 1024;
    const length = 100_000;
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`;
    const dissector = dissect(
      recordsOf([
        ['up', 'GET / HTTP/1.1\r\n\r\n'],
        ['down', head + 'x'.repeat(length)],
      ]),
      { maximumBytes },
    );
    assertComplete(dissector);
    assert.equal(dissector.exchanges[0]?.transferredBytes, head.length + length);
    assert.equal(dissector.exchanges[0]?.isOpen, false);
    assert.ok(dissector.rawBytes('down').byteLength <= maximumBytes + length);
  });
});

/** Things longer than a message may be, by name. */
const longThings: Readonly<Record<string, readonly Said[]>> = {
  'a masked frame': [...upgraded(), ['up', frame(entry(1, { pad: 'y'.repeat(9000) }), { key: exampleKey })]],
  'a frame': [...upgraded(), ['down', Buffer.concat([frame('z'.repeat(9001)), frame(entry(1))])]],
  'a chunk': [
    ...(conversations['sse']?.said.slice(0, 2) ?? []),
    ['down', chunk(`id: e1-1\ndata: ${entry(1, { pad: 'x'.repeat(9000) })}\n\n`) + chunk('retry: 1\n\n')],
  ],
  noise: [['down', `${'?'.repeat(9000)}\n${'!'.repeat(9000)}`]],
};

describe('what is longer than a message may be', () => {
  for (const [name, said] of Object.entries(longThings)) {
    it(`is kept in parts: ${name}`, () => {
      const small = { maximumBytes: 20_000 };
      const dissector = dissect(recordsOf(said, 'websocket'), small);
      assertComplete(dissector);
      assert.ok(dissector.messages.some(({ isContinuation }) => isContinuation));
      assert.deepEqual(told(dissect(recut(recordsOf(said, 'websocket'), randomFrom(3)), small)), told(dissector));
      const whole = Buffer.concat(dissector.messages.map((message) => Buffer.from(message.stanza ?? '')));
      if (name === 'a masked frame') assert.equal(whole.toString(), entry(1, { pad: 'y'.repeat(9000) }));
    });
  }
});

/** Milliseconds for pushing so many small records. */
const timeFor = (said: (index: number) => Uint8Array, count: number): number => {
  const dissector = dissect(recordsOf(upgraded(), 'websocket'));
  const pieces = Array.from({ length: count }, (_, index) => said(index));
  const from = performance.now();
  for (const [atMs, bytes] of pieces.entries()) {
    dissector.push({ kind: 'data', connection: 1, atMs, direction: 'down', bytes });
  }
  return performance.now() - from;
};

/** The best of some: what another process takes is not the dissector's. */
const bestFor = (said: (index: number) => Uint8Array, count: number): number =>
  Math.min(...Array.from({ length: 4 }, () => timeFor(said, count)));

const ratio = (said: (index: number) => Uint8Array): number => bestFor(said, 10_000) / Math.max(bestFor(said, 1000), 1);

describe('time', () => {
  it('is linear in the records: ten times as many cost less than thirty times as much', () => {
    assert.ok(ratio((index) => frame(entry(index))) < 30, 'whole frames');
    const long = frame('<'.repeat(60_000));
    assert.ok(ratio((index) => long.subarray(index % 60_000, (index % 60_000) + 1)) < 30, 'single bytes');
  });
});
