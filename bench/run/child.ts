// Calls between the bench and its processes, over IPC and never over TCP: control must not appear on the measured wire.
import { fork, type ChildProcess } from 'node:child_process';
import { LabError } from '../../servers/protocol/errors.ts';

/** The methods of a process: one parameter object in, one result out. */
export type Methods = Readonly<Record<string, (parameters: never) => unknown>>;

interface Call {
  readonly id: number;
  readonly method: string;
  readonly parameters: unknown;
}
interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** The parent's handle of a process that serves `Served`. */
export class Child<Served extends Methods> {
  readonly #process: ChildProcess;
  readonly #name: string;
  readonly #graceMs: number;
  readonly #pending = new Map<number, { resolve(value: unknown): void; reject(cause: Error): void }>();
  #next = 1;
  #gone: Error | undefined;

  /**
   * @param module URL of the process's entry file
   * @param graceMs how long it may take to leave when its parent hangs up, for a process that has something to clear away
   */
  constructor(name: string, module: URL, graceMs = 0) {
    this.#name = name;
    this.#graceMs = graceMs;
    this.#process = fork(module, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#process.on('message', (message) => this.#settle(message as Answer));
    this.#process.on('exit', (code, signal) => this.#leave(`The ${name} process ended (${signal ?? code}).`));
    this.#process.on('error', (cause) => this.#leave(`The ${name} process failed: ${cause.message}.`));
  }

  /** @throws {LabError} LAB_SERVER_FAILED when the method threw or the process is gone */
  async call<Name extends keyof Served & string>(
    method: Name,
    parameters: Parameters<Served[Name]>[0],
  ): Promise<Awaited<ReturnType<Served[Name]>>> {
    if (this.#gone) throw this.#gone;
    const id = this.#next;
    this.#next += 1;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(id, { resolve, reject });
    this.#process.send({ id, method, parameters } satisfies Call);
    return (await promise) as Awaited<ReturnType<Served[Name]>>;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Sends a signal, for example to stop the process where it stands. */
  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  /** Ends the process and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#process.once('exit', () => resolve());
    const kill = setTimeout(() => this.#process.kill('SIGKILL'), this.#graceMs);
    if (this.#graceMs > 0 && this.#process.connected) this.#process.disconnect();
    await promise;
    clearTimeout(kill);
  }

  #settle({ id, result, error }: Answer): void {
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new LabError('LAB_SERVER_FAILED', `In the ${this.#name} process: ${error}`));
  }

  #leave(sentence: string): void {
    this.#gone ??= new LabError('LAB_SERVER_FAILED', sentence);
    for (const waiting of this.#pending.values()) waiting.reject(this.#gone);
    this.#pending.clear();
  }
}

/**
 * The other side: answers calls until the parent is gone.
 * @param leave clears away what would outlive the process
 */
export const serve = (methods: Methods, leave?: () => Promise<void>): void => {
  process.on('message', (message) => {
    const { id, method, parameters } = message as Call;
    const handler = methods[method] as ((parameters: unknown) => unknown) | undefined;
    void (async () => {
      try {
        if (!handler) throw new Error(`There is no method ${method}.`);
        answer({ id, result: await handler(parameters) });
      } catch (cause) {
        answer({ id, error: (cause as Error).message });
      }
    })();
  });
  const end = (): void => {
    if (leave) void leave().finally(() => process.exit(0));
    else process.exit(0);
  };
  process.on('disconnect', end);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // An interrupt at the terminal reaches the whole group; the parent decides what happens then.
  process.on('SIGINT', () => {});
};

/** A parent that has hung up is told nothing any more. */
const answer = (said: Answer): void => {
  if (process.connected) process.send?.(said);
};
