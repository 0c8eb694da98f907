// Tests that a file which says it is browser-safe is: neither it nor what it imports needs Node.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const says = (file: string): boolean => (textOf(file).split('\n')[0] ?? '').includes('Browser-safe');

/** What a file imports when it runs: a type is gone by then. */
const importsOf = (file: string): readonly string[] =>
  [...textOf(file).matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)].map(([, from = '']) =>
    from.startsWith('.') ? relative(root, join(root, dirname(file), from)) : from,
  );

const safe = readdirSync(import.meta.dirname)
  .map((name) => `bench/report/${name}`)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && says(file));

test('there are such files, and the pages may import no others', () => {
  assert.ok(safe.length > 25);
  const [, allowed = ''] = /pathNot:\s*'(\^bench\/report\/[^']+)'/.exec(textOf('.dependency-cruiser.cjs')) ?? [];
  const pattern = new RegExp(allowed.replaceAll('\\\\', '\\'));
  for (const name of readdirSync(import.meta.dirname).filter((one) => pattern.test(`bench/report/${one}`)))
    assert.ok(says(`bench/report/${name}`) || name === 'chart-definition.ts', name);
});

test('each of them imports Chart.js, the protocol and its own kind, and nothing else', () => {
  for (const file of safe)
    for (const from of importsOf(file))
      assert.ok(from === 'chart.js' || from.startsWith('servers/protocol/') || says(from), `${file} imports ${from}`);
});
