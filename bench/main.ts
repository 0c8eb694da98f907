// The CLI of the bench: options, a private namespace where there is one, the run, its report, the exit code.
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCertificate, type Certificate } from '../servers/certificate.ts';
import { LabError } from '../servers/protocol/errors.ts';
import { isCompareCommand, readExpectations, runCompareCommand } from './compare/command.ts';
import { judgeExpectations, scopeOf, type Expectation } from './compare/expectations.ts';
import type { CompareCommand } from './compare/options.ts';
import { refuseWithoutProsody } from './peer/prosody.ts';
import { benchUsage, readBenchOptions, type BenchOptions } from './options.ts';
import { wrapParagraph } from './report/paragraph.ts';
import { writeProse } from './report/prose.ts';
import type { RunResult } from './report/result.ts';
import { renderTable } from './report/table.ts';
import { writeSamples } from './report/samples-file.ts';
import { writeReport, writeRun } from './report/write.ts';
import { findNamespace, hasIpv6Loopback, insideVariable, raiseLoopback, runInside } from './run/namespace.ts';
import { runBench, type MeasuredRun } from './run/run.ts';
import { judgeRun, withExpectations } from './verdict.ts';

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

const save = async ({ run, samples }: MeasuredRun, options: BenchOptions): Promise<string> => {
  const directory = directoryFor(options, run);
  await mkdir(directory, { recursive: true });
  await writeSamples(samples, directory);
  await writeRun(run, directory);
  await writeReport(run, directory);
  if (options.out === null) {
    const latest = join(resultsRoot, 'latest.json');
    await writeFile(`${latest}.new`, `${JSON.stringify({ directory: basename(directory) })}\n`);
    await rename(`${latest}.new`, latest);
  }
  return directory;
};

const print = (run: RunResult, directory: string, isJson: boolean): void => {
  if (isJson) {
    process.stdout.write(`${JSON.stringify(run, null, 2)}\n`);
    return;
  }
  const { columns, isTTY } = process.stdout;
  const width = columns || 100;
  const prose = writeProse(run).map(({ text }) => wrapParagraph(text, width));
  process.stdout.write(`\n${renderTable(run, { width, isColour: isTTY })}\n\n${prose.join('\n\n')}\n\n`);
  process.stdout.write(`Report: ${join(directory, 'report.html')}\n`);
};

/** What a run is asked for, and what it is expected to show. */
interface Order extends BenchOptions {
  readonly expectations: readonly Expectation[];
  /** The one that was given; `null` = none was. */
  readonly certificate: Certificate | null;
}

const measure = async (options: Order, estimatedBecause: string | null): Promise<number> => {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new LabError('LAB_SERVER_CLOSING', 'Interrupted; nothing was written.'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const isDual = await hasIpv6Loopback();
    const measured = await runBench({
      workload: options.workload,
      peers: options.peers,
      certificate: options.certificate,
      estimatedBecause:
        estimatedBecause ?? (isDual ? null : 'this machine has no IPv6 loopback to keep the second hop apart'),
      innerHost: isDual ? '::1' : '127.0.0.1',
      signal: stop.signal,
    });
    const { run } = measured;
    const directory = await save(measured, options);
    print(run, directory, options.isJson);
    const { exitCode, sentence } = withExpectations(judgeRun(run), judgeExpectations(options.expectations, run));
    process.stderr.write(`${sentence}\n`);
    return exitCode;
  } catch (cause) {
    if (!stop.signal.aborted) throw cause;
    process.stderr.write(`${(stop.signal.reason as Error).message}\n`);
    return interruptedCode;
  }
};

/** Looks at runs that are already measured. */
const look = async (command: CompareCommand, argv: readonly string[]): Promise<number> => {
  const { columns, isTTY } = process.stdout;
  const { text, exitCode } = await runCompareCommand(command, argv, {
    resultsDirectory: resultsRoot,
    width: columns || 80,
    isColour: isTTY,
  });
  process.stdout.write(text);
  return exitCode;
};

const main = async (): Promise<number> => {
  const [command = '', ...rest] = process.argv.slice(2);
  if (isCompareCommand(command)) return look(command, rest);
  const asked = readBenchOptions(process.argv.slice(2));
  if (asked.isHelpWanted) {
    process.stdout.write(benchUsage);
    return 0;
  }
  // Before anything is measured: nobody waits two minutes to be told of a typo.
  const options = {
    ...asked,
    expectations: await readExpectations(asked, scopeOf(asked.workload, asked.peers)),
    certificate: asked.certificateFiles === null ? null : await readCertificate(asked.certificateFiles),
  };
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
