// Every committed run can be read with today's schema, and its pictures belong to it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readRun } from './read-run.ts';
import { renderSummary } from './summary.ts';

const results = join(import.meta.dirname, '../../results');
const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'run.schema.json'), 'utf8')) as object;
/** A user's own runs carry a time stamp; committed ones have a name. */
const committed = readdirSync(results, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^\d{4}-/.test(entry.name))
  .map(({ name }) => name);

test('there is a reference run', () => assert.ok(committed.includes('reference')));

for (const name of committed) {
  const directory = join(results, name);

  test(`results/${name} fits the schema`, () => {
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    const isValid = validate(JSON.parse(readFileSync(join(directory, 'run.json'), 'utf8')));
    assert.ok(isValid, JSON.stringify(validate.errors));
  });

  test(`results/${name} is whole, and its summary is drawn from its run.json`, async () => {
    const run = await readRun(directory);
    assert.equal(readFileSync(join(directory, 'summary.md'), 'utf8'), renderSummary(run));
    for (const chart of ['latency', 'bytes', 'empty', 'requests', 'cpu', 'capacity']) {
      assert.ok(existsSync(join(directory, 'charts', `${chart}.png`)), chart);
    }
    assert.ok(existsSync(join(directory, 'report.html')));
    assert.equal(run.void, null);
  });
}
