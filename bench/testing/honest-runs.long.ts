// The false alarms of the whole judgement: a thousand runs in which nothing is wrong, and almost none may be red.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transportIds } from '../../servers/protocol/catalog.ts';
import { workload } from '../model/bed.ts';
import { quick } from '../workload.ts';
import { redRows, virtualRun } from './virtual-run.ts';

/** MEASURING §0: the whole run's false-alarm rate is at most 0.1 %. */
const runs = 1000;
const mostRed = 1;

/** Every third machine is busy with something else for up to a tenth of a second, which is noise and no fault. */
const noiseOf = (run: number): { readonly stallMs: number } => ({ stallMs: run % 3 === 0 ? (run * 7) % 100 : 0 });

for (const [name, rest] of Object.entries({ default: {}, quick, 'long (3 %)': { durationSeconds: 10, clients: 40 } })) {
  test(`at most ${mostRed} of ${runs} honest runs is red: ${name}`, () => {
    const red: string[] = [];
    let undecided = 0;
    let judged = 0;
    for (let run = 0; run < runs; run += 1) {
      const results = virtualRun({ ...workload, ...rest, transports: transportIds, seed: run + 1 }, run, noiseOf(run));
      const faults = redRows(results);
      if (faults.length > 0) red.push(`seed ${run + 1}: ${faults.join(', ')}`);
      const rows = results.flatMap((result) => result.rows);
      judged += rows.length;
      undecided += rows.filter(({ ok }) => ok === null).length;
    }
    assert.ok(red.length <= mostRed, red.join('; '));
    assert.ok(undecided < judged / 3, `${undecided} of ${judged} rows were left open`);
  });
}
