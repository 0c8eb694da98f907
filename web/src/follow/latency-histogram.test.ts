// The histogram against sorted samples.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { LatencyHistogram } from './latency-histogram.ts';

test('is within one per cent of the sorted samples, at every percentile that it tells', () => {
  const samples = fc.array(fc.double({ min: 0.02, max: 60_000, noNaN: true }), { minLength: 30, maxLength: 400 });
  fc.assert(
    fc.property(samples, fc.constantFrom(0.1, 0.5, 0.9), (values, share) => {
      const histogram = new LatencyHistogram();
      for (const value of values) histogram.record(value);
      const told = histogram.percentile(share);
      if (values.length * (1 - share) < 10) return assert.equal(told, null);
      const sorted = values.toSorted((left, right) => left - right);
      const wanted = sorted[Math.ceil(share * values.length) - 1] as number;
      return assert.ok(told !== null && Math.abs(told - wanted) <= 0.011 * wanted, `${told} for ${wanted}`);
    }),
  );
});

test('says nothing of a percentile without ten samples above it', () => {
  const histogram = new LatencyHistogram();
  for (let count = 0; count < 999; count += 1) histogram.record(5);
  assert.equal(histogram.percentile(0.99), null);
  histogram.record(5);
  assert.notEqual(histogram.percentile(0.99), null);
});

test('has a rising curve that ends where the samples do', () => {
  const histogram = new LatencyHistogram();
  for (let ms = 1; ms <= 200; ms += 1) histogram.record(ms);
  const curve = histogram.curve();
  assert.equal(curve.at(-1)?.[0], 0.95);
  assert.ok(curve.every(([, ms], index) => ms >= (curve[index - 1]?.[1] ?? 0)));
});

test('takes a negative latency, which a clock error makes, for none', () => {
  const histogram = new LatencyHistogram();
  for (let count = 0; count < 30; count += 1) histogram.record(-0.05);
  assert.ok((histogram.percentile(0.5) ?? 1) <= 0.01);
});
