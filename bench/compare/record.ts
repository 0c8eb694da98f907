// `node bench/compare/record.ts DIR…` packs runs of one plan into recorded.json.gz, for calibration.test.ts.
import { writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { readRun } from '../report/read-run.ts';
import { readSamples } from '../report/samples-file.ts';
import { packRecording, recordingUrl } from './recording.ts';

const directories = process.argv.slice(2);
const found = [];
for (const directory of directories) {
  const run = await readRun(directory);
  found.push({ run, samples: await readSamples(directory, run.environment.startedAt) });
}
const [first, ...others] = found;
if (first === undefined || others.some(({ run }) => !isDeepStrictEqual(run.workload, first.run.workload))) {
  process.stderr.write('Name the folders of runs that were all asked for the same, with --repeats 1.\n');
  process.exitCode = 2;
} else {
  const packed = packRecording({ workload: first.run.workload, runs: found.map(({ samples }) => samples) });
  await writeFile(recordingUrl, packed);
  process.stdout.write(`${found.length} runs, ${packed.length} bytes\n`);
}
