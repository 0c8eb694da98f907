// Entry of `npm run report [-- DIR]`: draws the reports of a run again from its run.json.
import { join, relative } from 'node:path';
import { LabError } from '../servers/protocol/errors.ts';
import { findRunDirectory, readRun } from './report/read-run.ts';
import { writeReport } from './report/write.ts';

const drawAgain = async (asked: readonly string[]): Promise<void> => {
  if (asked.length > 1) {
    throw new LabError('LAB_PARAMETER_INVALID', `One directory at most can be drawn at a time, not ${asked.length}.`);
  }
  const directory = await findRunDirectory(join(import.meta.dirname, '..', 'results'), asked[0]);
  const names = await writeReport(await readRun(directory), directory);
  for (const name of names) console.log(join(relative('.', directory), name));
};

try {
  await drawAgain(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
