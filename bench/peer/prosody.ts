// A Prosody of our own for one run: a temporary folder, free ports, accounts as files; gone without a trace afterwards.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../servers/protocol/errors.ts';
import { readProcessUsage, type ProcessUsage } from '../measure/process-usage.ts';
import {
  accountFile,
  accountPath,
  logName,
  prosodyConfig,
  tailOf,
  versionIn,
  type PeerAccount,
} from './prosody-config.ts';

/** What a Prosody is started with. */
export interface ProsodyOptions {
  /** Address it listens on. */
  readonly host: string;
  /** Further addresses, on the same port. @default none */
  readonly otherHosts?: readonly string[];
  readonly accounts: readonly PeerAccount[];
  /** Who may create nodes and publish on all of them; added to the accounts. @default finesse, with the password secret */
  readonly publisher?: PeerAccount;
  /** Modules beyond those that PubSub over WebSocket needs, such as `smacks` or `bosh`. @default none */
  readonly modules?: readonly string[];
}

/** A Prosody that answers. */
export interface Prosody {
  readonly host: string;
  readonly port: number;
  /** Its WebSocket, on `host`. */
  readonly url: URL;
  readonly domain: string;
  readonly publisher: PeerAccount;
  readonly pid: number;
  readonly version: string | null;
  /** @throws {LabError} LAB_SERVER_FAILED when it has ended */
  usage(): ProcessUsage;
  /** Why it is gone; `null` = it runs. */
  fault(): Promise<LabError | null>;
  /** Ends it and removes its folder; again does nothing. */
  stop(): Promise<void>;
}

const command = 'prosody';
const domain = 'localhost';
const defaultPublisher: PeerAccount = { id: 'finesse', password: 'secret' };
const startTimeoutMs = 15_000;
/** Between a friendly request to end and the other kind; what it would still write is thrown away anyway. */
const endTimeoutMs = 1000;

/**
 * Refuses before anything is measured.
 * @throws {LabError} LAB_PARAMETER_INVALID when there is no Prosody here, or no /proc to read its CPU from
 */
export const refuseWithoutProsody = (path = process.env['PATH'] ?? ''): void => {
  if (process.platform !== 'linux') {
    throw new LabError(
      'LAB_PARAMETER_INVALID',
      `--peer reads the CPU of another process from /proc, which is Linux only; this is ${process.platform}.`,
    );
  }
  if (!path.split(delimiter).some((folder) => isExecutable(join(folder, command)))) {
    throw new LabError('LAB_PARAMETER_INVALID', missing);
  }
};

const missing =
  '--peer prosody needs Prosody, which is not installed here; on Debian or Ubuntu: apt-get install prosody.';

/** @throws {LabError} LAB_SERVER_FAILED with the end of its log when it does not start; LAB_PARAMETER_INVALID when it is not installed */
export const startProsody = async (options: ProsodyOptions): Promise<Prosody> => {
  refuseWithoutProsody();
  const { host, publisher = defaultPublisher } = options;
  const directory = await mkdtemp(join(tmpdir(), 'transport-lab-prosody-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const port = await freePort(host);
    await furnish(directory, port, { ...options, publisher });
    const running = new Running(directory);
    const url = new URL(`ws://${host.includes(':') ? `[${host}]` : host}:${port}/ws/`);
    await running.answering(url).catch(async (cause: unknown) => {
      await running.end();
      throw cause;
    });
    return {
      host,
      port,
      url,
      domain,
      publisher,
      pid: running.pid,
      version: versionIn(await running.log()),
      usage: () => running.usage(),
      fault: () => running.fault(),
      async stop() {
        await running.end();
        process.removeListener('exit', remove);
        remove();
      },
    };
  } catch (cause) {
    process.removeListener('exit', remove);
    remove();
    throw cause;
  }
};

/** Writes the configuration and the accounts. */
const furnish = async (directory: string, port: number, options: ProsodyOptions): Promise<void> => {
  const { host, otherHosts = [], accounts, publisher = defaultPublisher, modules = [] } = options;
  const interfaces = [...new Set([host, ...otherHosts])];
  await writeFile(
    join(directory, configName),
    prosodyConfig({ interfaces, port, directory, domain, publisher: publisher.id, modules }),
  );
  for (const account of [publisher, ...accounts]) {
    const path = join(directory, 'data', accountPath(domain, account));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, accountFile(account), { mode: 0o600 });
  }
};

const configName = 'prosody.cfg.lua';

/** The process, and what can be said of it. */
class Running {
  readonly #directory: string;
  readonly #process: ChildProcess;
  /** What it says before it has a log, such as a fault in its configuration. */
  #said = '';
  #fault: Error | undefined;

  constructor(directory: string) {
    this.#directory = directory;
    this.#process = spawn(command, ['--config', join(directory, configName), '-F'], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (part: Buffer) => (this.#said += part.toString()));
    }
    this.#process.once('error', (cause) => (this.#fault = cause));
    // Whoever started it may be ended without a chance to say goodbye.
    process.once('exit', this.#kill);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get #hasEnded(): boolean {
    return this.#fault !== undefined || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  readonly #kill = (): void => void this.#process.kill('SIGKILL');

  async log(): Promise<string> {
    return readFile(join(this.#directory, logName), 'utf8').catch(() => '');
  }

  /** Waits until its WebSocket door answers a plain GET. */
  async answering(url: URL): Promise<void> {
    const deadline = performance.now() + startTimeoutMs;
    const door = new URL(url.href.replace(/^ws/, 'http'));
    while (performance.now() < deadline) {
      if (this.#hasEnded) throw await this.#failure('ended before it answered');
      if (await answers(door)) return;
      await delay(20);
    }
    throw await this.#failure(`did not answer within ${startTimeoutMs / 1000} s`);
  }

  usage(): ProcessUsage {
    try {
      if (this.#hasEnded) throw new Error('it is gone');
      return readProcessUsage(this.pid);
    } catch (cause) {
      throw new LabError('LAB_SERVER_FAILED', `Prosody ended while it was measured: ${(cause as Error).message}.`, {
        cause,
      });
    }
  }

  async fault(): Promise<LabError | null> {
    // Its sockets close a moment before its exit is told.
    await delay(100);
    return this.#hasEnded ? this.#failure('ended while it was measured') : null;
  }

  async end(): Promise<void> {
    if (!this.#hasEnded) {
      const gone = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      await Promise.race([gone, delay(endTimeoutMs)]);
      this.#kill();
      await gone;
    }
    process.removeListener('exit', this.#kill);
  }

  async #failure(what: string): Promise<LabError> {
    const tail = tailOf((await this.log()) || this.#said) || this.#fault?.message || 'nothing';
    return new LabError('LAB_SERVER_FAILED', `Prosody ${what}; the last it said: ${tail}.`);
  }
}

const answers = async (url: URL): Promise<boolean> => {
  try {
    const response = await fetch(url, { headers: { connection: 'close' } });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};

/** Prosody cannot be told to take any port and say which; the moment between here and its start is the price. */
const freePort = async (host: string): Promise<number> => {
  const server = createServer();
  server.listen({ host, port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
