// The runs below results/, read when they are asked for and again only when their file has changed.
import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedRun, ResultsIndex, UnreadableRun } from '../protocol/results-index.ts';

/** Runs in the list. */
const maximumRuns = 200;
/** Longer ones are not read: a run of all transports has 60 KiB. */
const maximumBytes = 16 * 1024 * 1024;

type Read = ListedRun | UnreadableRun;

interface Found {
  readonly directory: string;
  /** Of its run.json; `undefined` where there is none. */
  readonly file: Stats | undefined;
}

/** One a server. */
export class ResultsShelf {
  readonly #root: string;
  #known = new Map<string, { readonly key: string; readonly read: Read }>();
  #reading: Promise<ResultsIndex> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** The list as it stands now; who asks while it is being read gets the same. */
  index(): Promise<ResultsIndex> {
    this.#reading ??= this.#index().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #index(): Promise<ResultsIndex> {
    const folders = (await readdir(this.#root, { withFileTypes: true })).filter(isListed);
    const found = await Promise.all(folders.map(({ name }) => this.#find(name)));
    const newest = found.sort((one, other) => changedMs(other) - changedMs(one)).slice(0, maximumRuns);
    const runs: Read[] = [];
    for (const folder of newest) runs.push(await this.#read(folder));
    // What is no longer there is forgotten.
    this.#known = new Map([...this.#known].filter(([name]) => newest.some(({ directory }) => directory === name)));
    return { runs: runs.sort((one, other) => startOf(other).localeCompare(startOf(one))) };
  }

  async #find(directory: string): Promise<Found> {
    const file = await stat(this.#fileIn(directory)).catch(() => undefined);
    return { directory, file };
  }

  async #read({ directory, file }: Found): Promise<Read> {
    if (!file?.isFile()) return { directory, why: 'There is no run.json.' };
    if (file.size > maximumBytes) return { directory, why: `Its run.json has over ${maximumBytes} bytes.` };
    const key = `${file.mtimeMs}/${file.size}`;
    const known = this.#known.get(directory);
    if (known?.key === key) return known.read;
    const read = readRun(directory, await readFile(this.#fileIn(directory), 'utf8').catch(() => ''));
    this.#known.set(directory, { key, read });
    return read;
  }

  #fileIn(directory: string): string {
    return join(this.#root, directory, 'run.json');
  }
}

/** Folders as they are; a link might lead anywhere. */
const isListed = (entry: Dirent): boolean => entry.isDirectory() && !entry.name.startsWith('.');

const changedMs = ({ file }: Found): number => file?.mtimeMs ?? 0;

const startOf = (read: Read): string => ('startedAt' in read ? read.startedAt : '');

interface LooseRun {
  readonly schemaVersion?: unknown;
  readonly environment?: { readonly startedAt?: unknown } | null;
  readonly workload?: { readonly name?: unknown; readonly transports?: unknown } | null;
  readonly void?: unknown;
}

const readRun = (directory: string, text: string): Read => {
  let run: LooseRun | null;
  try {
    run = JSON.parse(text) as LooseRun | null;
  } catch {
    return { directory, why: 'Its run.json is not JSON.' };
  }
  const { schemaVersion, environment, workload, void: isNotToBelieve } = run ?? {};
  const startedAt = environment?.startedAt;
  const { name, transports } = workload ?? {};
  if (typeof schemaVersion !== 'number' || typeof startedAt !== 'string' || typeof name !== 'string') {
    return { directory, why: 'Its run.json is not that of a run.' };
  }
  if (!Array.isArray(transports) || !transports.every((id) => typeof id === 'string')) {
    return { directory, why: 'Its run.json names no transports.' };
  }
  const ids: readonly string[] = transports;
  return { directory, startedAt, workload: name, transports: ids, isVoid: Boolean(isNotToBelieve), schemaVersion };
};
