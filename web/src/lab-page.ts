// What every view gets: the session, the time, the address, and what a page may do.
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import {
  scenarios,
  type ControlCommand,
  type LabSettings,
  type LabState,
  type Scenario,
} from '../../servers/protocol/control.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { nowMs as browserNowMs } from './session/clock.ts';
import { LiveSource } from './session/live-source.ts';
import { openRecording, Recorder } from './session/recorder.ts';
import { Session } from './session/session.ts';
import { TimeCursor } from './session/time-cursor.ts';
import { TabWatch } from './session/tab-watch.ts';
import { createPageState, type PageState } from './state/page-state.ts';
import type { Address } from './state/address.ts';
import { say } from './text/say.ts';

const tickIntervalMs = 250;

/** One a page. */
export class LabPage {
  /** What is shown: live, or a recording. */
  readonly session: Signal<Session>;
  readonly live: Session;
  readonly source: LiveSource;
  readonly cursor: TimeCursor;
  readonly address: Address;
  readonly state: PageState;
  readonly tab = new TabWatch();
  /** The room as it is, or as it was recorded. */
  readonly room: ReadonlySignal<LabState | null>;
  readonly isReplay: ReadonlySignal<boolean>;
  /** Whether this page may change the room. */
  readonly isTrainer: ReadonlySignal<boolean>;
  /** A sentence for everyone, screen readers included. */
  readonly notice = signal('');
  readonly recorder = signal<Recorder | null>(null);
  /** Which transports the view in front wants the bytes of; a recording wants all. */
  readonly watched = signal<readonly TransportId[]>([]);

  /** @param token the trainer's; '' = none */
  constructor(address: Address, token: string) {
    this.address = address;
    this.state = createPageState(address);
    this.live = new Session(browserNowMs());
    this.session = signal(this.live);
    this.source = new LiveSource(this.live, token);
    this.isReplay = computed(() => this.session.value.recording !== null);
    this.room = computed(() => (this.isReplay.value ? this.session.value.state : this.source.channel.state.value));
    this.isTrainer = computed(() => !this.isReplay.value && this.room.value?.role === 'trainer');
    this.cursor = new TimeCursor(
      () => this.#span(),
      () => performance.now(),
    );
    setInterval(() => this.cursor.tick(), tickIntervalMs);
    effect(() => void (this.source.pollIntervalMs.value = this.state.pollIntervalMs.value));
    effect(() => this.source.watch(this.recorder.value ? this.live.raced : this.watched.value));
    this.#applyAddress();
    this.#followCursor();
  }

  /** Asks the server; what it refuses is told. @returns whether it was done */
  async ask(command: ControlCommand): Promise<boolean> {
    try {
      await this.source.channel.ask(command);
      return true;
    } catch (cause) {
      this.notice.value = say('shell.refused', { why: (cause as Error).message });
      return false;
    }
  }

  /** Changes the room; percentiles of before would mix with those of after. */
  async set(settings: Partial<LabSettings>): Promise<void> {
    if (await this.ask({ do: 'set', settings })) this.source.reset();
  }

  setPollInterval(ms: number): void {
    this.state.pollIntervalMs.value = ms;
    this.source.reset();
  }

  /** Publishes one event. Who publishes wants to see it arrive: the cursor goes to now. */
  async publish(): Promise<void> {
    if (this.isReplay.peek()) return;
    this.cursor.goLive();
    const clickedAtMs = this.source.nowMs();
    try {
      const { cursor } = await this.source.channel.ask({ do: 'publish' });
      if (cursor !== undefined) this.live.book.claim(cursor, clickedAtMs);
    } catch (cause) {
      this.notice.value = say('shell.refused', { why: (cause as Error).message });
    }
  }

  startRecording(): void {
    const recorder = new Recorder(this.live, this.source.nowMs());
    this.source.listener = recorder;
    this.recorder.value = recorder;
  }

  /** @returns the file and its name */
  async stopRecording(): Promise<{ readonly file: Blob; readonly name: string } | null> {
    const recorder = this.recorder.peek();
    if (!recorder) return null;
    this.source.listener = null;
    this.recorder.value = null;
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
    return { file: await recorder.save(this.source.nowMs()), name: `session-${stamp}.lab` };
  }

  /** Shows a recording in place of what is live. */
  async open(file: File): Promise<void> {
    try {
      const session = await openRecording(file.name, new Uint8Array(await file.arrayBuffer()));
      this.session.value = session;
      this.cursor.pause();
      this.cursor.seek(session.oldestMs);
      this.notice.value = '';
    } catch (cause) {
      this.notice.value = say('shell.recordingInvalid', { name: file.name, why: (cause as Error).message });
    }
  }

  closeRecording(): void {
    this.session.value = this.live;
    this.cursor.goLive();
  }

  #span(): { oldestMs: number; newestMs: number; isLive: boolean } {
    const session = this.session.peek();
    const isLive = session.recording === null;
    return { oldestMs: session.oldestMs, newestMs: isLive ? this.source.nowMs() : (session.endMs ?? 0), isLive };
  }

  /** A copied URL brings its room and its moment along: what it names is set once, as soon as this page may. */
  #applyAddress(): void {
    let isApplied = false;
    effect(() => {
      const state = this.source.channel.state.value;
      if (!state) return;
      const wanted = isApplied || state.role !== 'trainer' ? {} : this.state.wantedSettings();
      isApplied = true;
      if (Object.keys(wanted).length > 0) void this.ask({ do: 'set', settings: wanted });
      else this.state.follow(state.settings);
    });
    const { atMs } = this.state;
    const from = atMs.peek();
    if (from === null) return;
    const stop = this.source.clock.subscribe((clock) => {
      if (clock === null) return;
      queueMicrotask(() => stop());
      // The server keeps bytes of before; what the lanes had was in another page.
      if (this.state.view.peek() !== 'wire' && from < this.live.startMs) this.notice.value = say('shell.momentGone');
      else this.cursor.seek(from);
    });
  }

  /** The URL names the moment that is shown, unless it is now. */
  #followCursor(): void {
    effect(() => {
      const { mode, shownMs } = this.cursor;
      if (mode.value !== 'live') this.state.atMs.value = Math.round(shownMs.value);
      else if (this.source.clock.value !== null) this.state.atMs.value = null;
    });
  }
}

/** The scenarios that can be chosen by hand. */
export const handScenarios: readonly Scenario[] = scenarios.filter((scenario) => scenario !== 'trace');
