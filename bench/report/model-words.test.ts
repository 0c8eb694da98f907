// Tests that every name the bench gives to a prediction, and every reason for a void run, is known in the other languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { report as portuguese } from '../../web/src/text/pt-BR/report.ts';
import { report as chinese } from '../../web/src/text/zh-Hant/report.ts';
import { observed, observedSteady, workload } from '../model/bed.ts';
import { predict } from '../model/predict.ts';
import { voidBecause } from '../run/void.ts';
import { frozenRun } from './fixture-freeze.ts';
import { exampleRun } from './fixture.ts';
import { modelRowName, modelUnit, voidReason } from './model-words.ts';
import type { Generator, ModelRow, RunResult } from './result.ts';
import { reportWords } from './words.ts';

const languages = [chinese, portuguese];
const path = join(import.meta.dirname, '../../results/reference/run.json');
const reference = JSON.parse(readFileSync(path, 'utf8')) as RunResult;

const fanOut = { slopeMs: 0.04, slopeErrorMs: 0.001, serverMs: 0.04, relayMs: 0.02, clientsMs: 0.02 };
const tls = { ...workload, isTls: true };
/** What the models predict of every kind of transport, with the rows that only some runs have. */
const predicted: readonly ModelRow[] = [
  ...predict(observed({ costModel: 'board-new-connection', workload: tls })),
  ...predict(observed({ costModel: 'board' })),
  ...predict(observed({ costModel: 'short-poll' })),
  ...predict(observed({ costModel: 'long-poll' })),
  ...predict(observed({ costModel: 'long-poll', workload: { ...workload, ratePerSecond: 100 } })),
  ...predict(observed({ costModel: 'push', fanOut })),
  ...predict(observedSteady({ retransmitted: 2 })),
];

const rows: readonly ModelRow[] = [
  ...predicted,
  ...[reference, exampleRun(), frozenRun()].flatMap(({ transports }) => transports.flatMap(({ model }) => model)),
];

test('every name of a prediction is translated', () => {
  assert.ok(rows.length > 200);
  for (const words of languages)
    for (const { name } of rows) assert.notEqual(modelRowName(name, words), name, words.language);
});

test('every unit is a symbol, or translated', () => {
  for (const words of languages)
    for (const { unit } of rows)
      assert.ok(['ms', 'B'].includes(unit) || modelUnit(unit, words) !== unit, `${words.language} ${unit}`);
});

test('the rows of a freeze are translated, with the name of the figure', () => {
  assert.equal(modelRowName('mean under the freeze', portuguese), 'média sob o congelamento');
  assert.equal(modelRowName('p99 under the freeze', chinese), '凍結下的p99');
  assert.equal(modelRowName('the freeze is as long as asked', chinese), chinese.rowFreezeLength);
});

test('a number in a name is written as the language writes it', () => {
  assert.equal(modelRowName('p90 = 0.9 T + transit', portuguese), 'p90 = 0,9 T + trânsito');
  assert.equal(modelRowName('request time = 3 RTT (median)', portuguese), 'tempo da requisição = 3 RTT (mediana)');
});

test('in English, and where nobody foresaw the name, it stays as it is', () => {
  for (const { name } of rows) assert.equal(modelRowName(name, reportWords), name);
  assert.equal(modelRowName('a row of tomorrow', portuguese), 'a row of tomorrow');
  assert.equal(modelUnit('furlongs', chinese), 'furlongs');
});

const calm: Generator = { clientUtilisation: 0.3, clientCpuShare: 0.3, relayCpuShare: 0.1, oneWayDelayMs: 40 };

test('every reason for a void run is translated, with its figures', () => {
  const reasons = [
    voidBecause({ ...calm, clientUtilisation: 0.01 }, 0),
    voidBecause({ ...calm, clientUtilisation: 0.9 }, 0),
    voidBecause({ ...calm, clientCpuShare: 0.85, clientUtilisation: 0.6 }, 0),
    voidBecause({ ...calm, relayCpuShare: 0.91 }, 0),
    voidBecause({ ...calm, standstillMs: 312 }, 0),
    voidBecause(calm, 3),
  ].map((found) => found?.reason ?? '');
  for (const words of languages)
    for (const reason of reasons) {
      const said = voidReason(reason, words);
      assert.notEqual(said, reason);
      assert.deepEqual(said.match(/\d+/g), reason.match(/\d+/g));
    }
});
