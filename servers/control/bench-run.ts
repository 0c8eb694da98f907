// A run of the bench that a page asked for: a process of its own, of whose progress every page is told.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { TransportId } from '../protocol/catalog.ts';
import type { RunProgress } from '../protocol/control.ts';
import { LabError } from '../protocol/errors.ts';

/** What runs, and who is told. */
export interface BenchRunParts {
  /** Where the bench leaves its results. */
  readonly resultsDirectory: string | undefined;
  /** Program and arguments, to which the transports are added. @default the bench, `--quick` */
  readonly command?: readonly string[] | undefined;
  readonly onProgress: (progress: RunProgress) => void;
  /** How long an interrupted run may take to end, in milliseconds. @default 5000 */
  readonly graceMs?: number;
}

const benchMain = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));
const quickBench = [process.execPath, benchMain, '--quick'] as const;
/** Exit codes of runs that leave results: fine, red, and void (bench/verdict.ts). */
const codesWithResults: ReadonlySet<number | null> = new Set([0, 1, 3]);
const longestLine = 500;

/** One at a time: two would measure each other. */
export class BenchRun {
  readonly #parts: BenchRunParts;
  #child: ChildProcess | undefined;
  #progress: RunProgress | undefined;
  #escalation: NodeJS.Timeout | undefined;

  constructor(parts: BenchRunParts) {
    this.#parts = parts;
  }

  /** How the run stands that is going on; `undefined` when none is. */
  get progress(): RunProgress | undefined {
    return this.#child && this.#progress;
  }

  /** @throws {LabError} LAB_SERVER_BUSY while one is going on, LAB_PARAMETER_INVALID where results have no place */
  start(transports: readonly TransportId[]): void {
    const { resultsDirectory, command = quickBench } = this.#parts;
    if (this.#child) throw new LabError('LAB_SERVER_BUSY', 'A run of the bench is going on; wait for it, or stop it.');
    if (resultsDirectory === undefined) {
      throw new LabError('LAB_PARAMETER_INVALID', 'This server has no folder of results.');
    }
    const [program = process.execPath, ...argv] = command;
    // A process group of its own, for an interrupt has to reach the bench's own processes too, as one from a terminal does.
    const child = spawn(program, [...argv, '--transports', transports.join(',')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: process.platform !== 'win32',
    });
    this.#child = child;
    this.#tell({ status: 'running', line: 'The bench starts.', done: 0, of: 1 });
    void this.#follow(child, resultsDirectory);
  }

  /** Interrupts the run; one that does not end in time is killed. */
  stop(): void {
    if (!this.#child || this.#escalation) return;
    signal(this.#child, 'SIGINT');
    this.#escalation = setTimeout(() => this.kill(), this.#parts.graceMs ?? 5000);
  }

  /** Ends the run at once. */
  kill(): void {
    if (this.#child) signal(this.#child, 'SIGKILL');
  }

  async #follow(child: ChildProcess, resultsDirectory: string): Promise<void> {
    const before = newestRun(resultsDirectory);
    let lastLine = 'The bench ended without a word.';
    eachLine(child.stderr as Readable, (line) => {
      lastLine = line;
      const progress = readProgress(line);
      if (progress) this.#tell(progress);
    });
    const end = await exitCodeOf(child).then(
      (exitCode) => outcomeOf({ exitCode, before, after: newestRun(resultsDirectory), lastLine }),
      (cause: unknown): RunProgress => ({ status: 'failed', why: cut((cause as Error).message) }),
    );
    clearTimeout(this.#escalation);
    this.#escalation = undefined;
    this.#child = undefined;
    this.#tell(end);
  }

  #tell(progress: RunProgress): void {
    this.#progress = progress;
    this.#parts.onProgress(progress);
  }
}

interface Ended {
  readonly exitCode: number | null;
  /** The newest run before and after. */
  readonly before: string | null;
  readonly after: string | null;
  readonly lastLine: string;
}

const outcomeOf = ({ exitCode, before, after, lastLine }: Ended): RunProgress => {
  const hasResults = exitCode !== null && codesWithResults.has(exitCode);
  // A bench that crashed ends with 1 as well; it leaves no new results.
  return hasResults && after !== null && after !== before
    ? { status: 'done', directory: after, exitCode }
    : { status: 'failed', why: lastLine };
};

/** `close`, and not `exit`: then the last line has come. */
const exitCodeOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });

const signal = (child: ChildProcess, name: NodeJS.Signals): void => {
  try {
    if (child.pid === undefined || process.platform === 'win32') child.kill(name);
    else process.kill(-child.pid, name);
  } catch (cause) {
    // It has ended by itself.
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
};

const cut = (text: string): string => text.slice(0, longestLine);

/** Lines that say something, cut short; of what never ends in a line break no more is kept than one of them. */
const eachLine = (stream: Readable, take: (line: string) => void): void => {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = cut(lines.pop() ?? '');
    for (const line of lines) if (line.trim() !== '') take(cut(line.trim()));
  });
  stream.on('end', () => {
    if (rest.trim() !== '') take(rest.trim());
  });
};

/** `3/16 WebSocket, about 12 s left` (bench/run/progress.ts): the third step has begun, so two are done. */
const readProgress = (line: string): RunProgress | undefined => {
  const [, step, of] = /^(\d{1,6})\/(\d{1,6}) /.exec(line) ?? [];
  return step === undefined ? undefined : { status: 'running', line, done: Number(step) - 1, of: Number(of) };
};

/** What `latest.json` names; `null` before the first run. */
const newestRun = (resultsDirectory: string): string | null => {
  try {
    const text = readFileSync(join(resultsDirectory, 'latest.json'), 'utf8');
    const { directory } = JSON.parse(text) as { readonly directory?: unknown };
    return typeof directory === 'string' ? directory : null;
  } catch {
    return null;
  }
};
