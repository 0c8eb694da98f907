// Tests of the headline as CSV: a program reads it back, whatever the language of its heads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report as portuguese } from '../../web/src/text/pt-BR/report.ts';
import { headlineCsv } from './csv-of-run.ts';
import { examplePeer } from './fixture-peer.ts';
import { exampleRun } from './fixture.ts';

/** The fields of each line; none of these has a line break or a quote inside. */
const read = (csv: string): readonly (readonly string[])[] =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''));

const run = exampleRun({ peers: [examplePeer({ lost: 3 })] });
const [head = [], ...rows] = read(headlineCsv(run));
const field = (id: string, name: string): string =>
  rows.find(([first]) => first === id)?.[head.indexOf(name)] ?? 'no such field';

test('every transport, peer and the floor has a row as long as the head', () => {
  assert.deepEqual(
    rows.map(([id]) => id),
    [...run.transports.map(({ id }) => id), 'prosody', 'floor'],
  );
  for (const cells of rows) assert.equal(cells.length, head.length);
});

test('figures are whole and not rounded, intervals have both ends', () => {
  const { latencyMs } = run.transports[0] ?? {};
  assert.ok(latencyMs);
  assert.equal(Number(field('http10', 'p50 latency, ms')), latencyMs.p50);
  assert.equal(Number(field('http10', 'mean latency, ms, 95 % interval from')), latencyMs.ci95.mean?.[0]);
  assert.equal(Number(field('http10', 'mean latency, ms, 95 % interval to')), latencyMs.ci95.mean?.[1]);
  assert.equal(field('http10', 'n'), '1600');
});

test('faults are three fields, and what there is not is empty', () => {
  assert.deepEqual(
    ['lost', 'duplicated', 'out of order'].map((name) => field('prosody', name)),
    ['3', '0', '0'],
  );
  assert.equal(field('floor', 'lost'), '');
  assert.equal(field('floor', 'bytes per event'), '');
  assert.doesNotMatch(headlineCsv(exampleRun({ workload: { clients: 3 } })), /NaN|null|undefined|Infinity|–/);
});

test('only the words follow the language: the decimal point stays', () => {
  const [words = [], ...figures] = read(headlineCsv(run, portuguese));
  assert.ok(words.includes('latência p50, ms'));
  const bare = (cells: readonly string[]): readonly string[] => cells.filter((_, at) => at !== 1);
  assert.deepEqual(figures.map(bare), rows.map(bare));
});
