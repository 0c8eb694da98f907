// What the bench view shows, as it stands in the URL, and the runs that it needs for that.
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { RunResult } from '../../../bench/report/result.ts';
import { reportWords } from '../../../bench/report/words.ts';
import type { RunProgress } from '../../../servers/protocol/control.ts';
import type { ListedRun, ResultsIndex } from '../../../servers/protocol/results-index.ts';
import type { LabPage } from '../lab-page.ts';
import { reportTexts } from '../text/report-texts.ts';
import { say } from '../text/say.ts';
import { isReadable, readIndex, readRun } from './results.ts';

/** Runs that stand side by side at most: the report has marks for so many. */
export const maximumCompared = 4;

/** A run that was asked for: itself, or why it cannot be shown. */
export type OpenedRun = RunResult | { readonly why: string };

export const isRun = (opened: OpenedRun | undefined): opened is RunResult => opened !== undefined && !('why' in opened);

type EndedRun = Exclude<RunProgress, { status: 'running' }>;

/** What the bench says last when it was stopped (bench/main.ts). */
const stopped = /^Interrupted\b/;

const noticeOf = (run: EndedRun): string => {
  if (run.status === 'done') return say('bench.run.done', { name: run.directory });
  return stopped.test(run.why) ? say('bench.run.stopped') : say('bench.run.failed', { why: run.why });
};

/** One a page. */
export class BenchState {
  /** The folder of the run that is open; '' = the newest. */
  readonly chosen: Signal<string>;
  readonly #compared: Signal<string>;
  /** Whether this browser's own curves lie over the run's, and of which transport alone; '' = all. */
  readonly isBrowserShown: Signal<boolean>;
  readonly browserLane: Signal<string>;
  /** The transport whose latency is compared. */
  readonly comparedLane: Signal<string>;
  /** Which predictions are shown. */
  readonly modelLane: Signal<string>;
  readonly isModelOpenOnly: Signal<boolean>;
  readonly isModelByDeviation: Signal<boolean>;
  /** `null` until it has come. */
  readonly index = signal<ResultsIndex | null>(null);
  /** Why there is no list. */
  readonly why = signal('');
  /** The run that ended last; `null` from the next start on. */
  readonly #ended = signal<EndedRun | null>(null);
  /** One sentence about it, for everyone, in whatever language is in force. */
  readonly notice = computed(() => (this.#ended.value === null ? '' : noticeOf(this.#ended.value)));
  /** Whether a run was started from this page and has not ended. */
  readonly isOwnRun = signal(false);
  readonly #opened = signal<ReadonlyMap<string, OpenedRun>>(new Map());
  readonly #asked = new Set<string>();

  constructor({ address, source }: LabPage) {
    this.chosen = address.text('run');
    this.#compared = address.text('compare');
    this.isBrowserShown = address.flag('browser');
    this.browserLane = address.text('browser-lane');
    this.comparedLane = address.text('compare-lane');
    this.modelLane = address.text('model');
    this.isModelOpenOnly = address.flag('model-open');
    this.isModelByDeviation = address.flag('model-furthest');
    effect(() => {
      for (const directory of this.wanted.value) this.#need(directory);
    });
    const before = source.channel.run.peek();
    effect(() => {
      const run = source.channel.run.value;
      if (run !== before) this.#follow(run);
    });
  }

  /** The runs that can be read, newest first. */
  readonly listed: ReadonlySignal<readonly ListedRun[]> = computed(() =>
    (this.index.value?.runs ?? []).filter(isReadable),
  );

  /** Folders of the runs that are chosen for comparison. */
  readonly compared: ReadonlySignal<readonly string[]> = computed(() =>
    this.#compared.value
      .split(',')
      .filter((name) => this.listed.value.some(({ directory }) => directory === name))
      .slice(0, maximumCompared),
  );

  /** The folder of the run that is open; `null` = there is none. */
  readonly open: ReadonlySignal<string | null> = computed(
    () => this.chosen.value || (this.listed.value[0]?.directory ?? null),
  );

  /** One run is shown, or those that are compared. */
  readonly wanted: ReadonlySignal<readonly string[]> = computed(() => {
    if (this.compared.value.length > 1) return this.compared.value;
    return this.open.value === null ? [] : [this.open.value];
  });

  /** `undefined` until it has come. */
  opened(directory: string): OpenedRun | undefined {
    return this.#opened.value.get(directory);
  }

  compare(directory: string, isWanted: boolean): void {
    const others = this.compared.peek().filter((name) => name !== directory);
    this.#compared.value = (isWanted ? [...others, directory] : others).join(',');
  }

  compareNone(): void {
    this.#compared.value = '';
  }

  /** Looks again what is there. */
  async look(): Promise<void> {
    try {
      this.index.value = await readIndex();
      this.why.value = '';
    } catch (cause) {
      this.why.value = (cause as Error).message;
    }
  }

  #need(directory: string): void {
    if (this.#asked.has(directory)) return;
    this.#asked.add(directory);
    void readRun(directory, reportTexts.peek() ?? reportWords)
      .catch((cause: Error): OpenedRun => ({ why: cause.message }))
      .then((opened) => (this.#opened.value = new Map(this.#opened.peek()).set(directory, opened)));
  }

  /** Every page hears of a run that ends; it opens by itself where it was started. */
  #follow(run: RunProgress | null): void {
    this.#ended.value = run?.status === 'running' ? null : run;
    if (run === null || run.status === 'running') return;
    const isOwn = this.isOwnRun.peek();
    this.isOwnRun.value = false;
    if (run.status === 'failed') return;
    void this.look();
    if (!isOwn) return;
    this.compareNone();
    this.chosen.value = run.directory;
  }
}

const states = new WeakMap<LabPage, BenchState>();

/** The state outlives the view, so that a run that was started is followed to its end. */
export const benchStateOf = (page: LabPage): BenchState => {
  const known = states.get(page) ?? new BenchState(page);
  states.set(page, known);
  return known;
};
