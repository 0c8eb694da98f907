// The CLI of the bench: options, a private namespace where there is one, the run, its report, the exit code.
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../servers/protocol/errors.ts';
import { refuseWithoutProsody } from './peer/prosody.ts';
import { benchUsage, readBenchOptions, type BenchOptions } from './options.ts';
import { writeProse } from './report/prose.ts';
import type { RunResult } from './report/result.ts';
import { renderTable } from './report/table.ts';
import { writeReport, writeRun } from './report/write.ts';
import { findNamespace, hasIpv6Loopback, insideVariable, raiseLoopback, runInside } from './run/namespace.ts';
import { runBench } from './run/run.ts';
import { judgeRun } from './verdict.ts';

const resultsRoot = fileURLToPath(new URL('../results', import.meta.url));
const interruptedCode = 130;

/** `results/<UTC stamp without colons>-<workload>/`. */
const directoryFor = ({ out }: BenchOptions, { environment, workload }: RunResult): string =>
  out === null
    ? join(resultsRoot, `${environment.startedAt.replace(/\.\d+Z$/, 'Z').replaceAll(':', '')}-${workload.name}`)
    : resolve(out);

/** A folder that cannot be made is refused before two minutes of measuring, not after. */
const prepareOut = (out: string | null): void => {
  if (out === null) return;
  try {
    if (!existsSync(out)) mkdirSync(out);
    accessSync(out, constants.W_OK);
    if (!statSync(out).isDirectory()) throw new Error('it is no folder');
  } catch (cause) {
    throw new LabError('LAB_PARAMETER_INVALID', `--out ${out} cannot be used: ${(cause as Error).message}.`, { cause });
  }
};

const save = async (run: RunResult, options: BenchOptions): Promise<string> => {
  const directory = directoryFor(options, run);
  await mkdir(directory, { recursive: true });
  await writeRun(run, directory);
  await writeReport(run, directory);
  if (options.out === null) {
    const latest = join(resultsRoot, 'latest.json');
    await writeFile(`${latest}.new`, `${JSON.stringify({ directory: basename(directory) })}\n`);
    await rename(`${latest}.new`, latest);
  }
  return directory;
};

/** Breaks a paragraph between words. */
const wrap = (text: string, width: number): string => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
};

const print = (run: RunResult, directory: string, isJson: boolean): void => {
  if (isJson) {
    process.stdout.write(`${JSON.stringify(run, null, 2)}\n`);
    return;
  }
  const { columns, isTTY } = process.stdout;
  const width = columns || 100;
  const prose = writeProse(run).map(({ text }) => wrap(text, width));
  process.stdout.write(`\n${renderTable(run, { width, isColour: isTTY })}\n\n${prose.join('\n\n')}\n\n`);
  process.stdout.write(`Report: ${join(directory, 'report.html')}\n`);
};

const measure = async (options: BenchOptions, estimatedBecause: string | null): Promise<number> => {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new LabError('LAB_SERVER_CLOSING', 'Interrupted; nothing was written.'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const isDual = await hasIpv6Loopback();
    const run = await runBench({
      workload: options.workload,
      peers: options.peers,
      estimatedBecause:
        estimatedBecause ?? (isDual ? null : 'this machine has no IPv6 loopback to keep the second hop apart'),
      innerHost: isDual ? '::1' : '127.0.0.1',
      signal: stop.signal,
    });
    const directory = await save(run, options);
    print(run, directory, options.isJson);
    const { exitCode, sentence } = judgeRun(run);
    process.stderr.write(`${sentence}\n`);
    return exitCode;
  } catch (cause) {
    if (!stop.signal.aborted) throw cause;
    process.stderr.write(`${(stop.signal.reason as Error).message}\n`);
    return interruptedCode;
  }
};

const main = async (): Promise<number> => {
  const options = readBenchOptions(process.argv.slice(2));
  if (options.isHelpWanted) {
    process.stdout.write(benchUsage);
    return 0;
  }
  if (options.peers.includes('prosody')) refuseWithoutProsody();
  prepareOut(options.out);
  if (process.env[insideVariable] === '1') return measure(options, raiseLoopback());
  const namespace = findNamespace();
  if ('flags' in namespace) return runInside(namespace.flags, process.argv.slice(1));
  process.stderr.write(`Bytes will be estimated: ${namespace.reason}.\n`);
  return measure(options, namespace.reason);
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isRefusal = error instanceof LabError && error.code === 'LAB_PARAMETER_INVALID';
    process.stderr.write(`${error instanceof LabError ? error.message : ((error as Error).stack ?? String(error))}\n`);
    process.exitCode = isRefusal ? 2 : 1;
  },
);
