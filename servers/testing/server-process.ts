// For tests: the real server, a process of its own, as `npm start` runs it.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from './lab.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** A process that runs servers/main.ts, and what it says. */
export class ServerProcess {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  #stdout = '';
  #stderr = '';

  /** It is killed when the test ends, whatever happened. */
  constructor(context: TestContext, ...argv: readonly string[]) {
    this.process = spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stdout.on('data', (part: Buffer) => (this.#stdout += part.toString()));
    this.process.stderr.on('data', (part: Buffer) => (this.#stderr += part.toString()));
    context.after(() => this.process.kill('SIGKILL'));
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Waits until it listens; building the web pages may come first. */
  async port(): Promise<number> {
    await until(() => this.#stdout.includes('\n'), `the server listens; it says: ${this.#stderr}`, 60_000);
    return Number(/:(\d+)\n/.exec(this.#stdout)?.[1]);
  }

  /** Waits until stdout has this text and the rest of its line; returns all of it. */
  async said(text: string): Promise<string> {
    const hasLine = (): boolean => this.#stdout.includes('\n', this.#stdout.indexOf(text));
    await until(() => this.#stdout.includes(text) && hasLine(), `stdout says ${text}; stderr: ${this.#stderr}`);
    return this.#stdout;
  }

  /** Waits until it ends; returns its exit code, or the signal that ended it. */
  async end(): Promise<number | string | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'close');
    return this.process.exitCode ?? this.process.signalCode;
  }
}
