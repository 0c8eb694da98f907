// The stage: what the simulated contact centre plays now, and how that is changed while it plays.
import type { Desk } from '../finesse/desk.ts';
import type { LabSettings } from '../protocol/control.ts';
import { LabError } from '../protocol/errors.ts';
import { padEvent, payloadBytesOf, type AgentEvent } from '../protocol/event.ts';
import { beginStory, replay, timesOf, type Publish, type Story } from './director.ts';
import type { Due, Pace } from './pace.ts';
import type { TraceItem } from './trace.ts';

/** What is played; the round trip is the wire's. */
export type StageSettings = Omit<LabSettings, 'rttMs'>;

/** Who acts, and where it is seen. */
export interface StageParts {
  readonly desk: Desk;
  readonly publish: Publish;
  /** The recording that may be replayed. @default none */
  readonly trace?: readonly Due<TraceItem>[] | undefined;
}

/** Nothing happens until the settings say so. */
const silent: StageSettings = { scenario: 'poisson', seed: 1, ratePerSecond: 0, payloadBytes: 0 };

/** One a server. */
export class Stage {
  readonly #parts: StageParts;
  #settings = silent;
  #story: Story | undefined;
  #pace: Pace | undefined;

  constructor({ desk, publish, trace }: StageParts) {
    this.#parts = { desk, trace, publish: (event, how) => publish(this.wrap(event), how) };
  }

  get settings(): StageSettings {
    return this.#settings;
  }

  /**
   * Naming a scenario or a seed begins anew, even when it is the present one: everybody is signed out, and the same two tell
   * the same story. Another rate alone plays the same story on at another pace, and another payload changes no pace.
   * @throws {LabError} LAB_PARAMETER_INVALID for a trace that is not there; nothing is changed then
   */
  change(wanted: Partial<StageSettings>): void {
    if (wanted.scenario === 'trace' && !this.#parts.trace) {
      throw new LabError('LAB_PARAMETER_INVALID', 'scenario is "trace"; the server was started without --trace.');
    }
    this.#settings = { ...this.#settings, ...wanted };
    const isTrace = this.#settings.scenario === 'trace';
    if (wanted.scenario !== undefined || (wanted.seed !== undefined && !isTrace)) this.#begin();
    else if (wanted.ratePerSecond !== undefined && !isTrace) this.#play();
  }

  /** Ends what is played, for good or until the next change. */
  stop(): void {
    this.#pace?.stop();
  }

  /** The event with as much filler as the settings want; nothing is cut away. */
  wrap(event: AgentEvent): AgentEvent {
    const { payloadBytes } = this.#settings;
    const isLongEnough = payloadBytes === 0 || (event.pad !== undefined && payloadBytesOf(event) >= payloadBytes);
    return isLongEnough ? event : padEvent(event, payloadBytes);
  }

  #begin(): void {
    this.stop();
    this.#clear();
    this.#story = undefined;
    this.#play();
  }

  #play(): void {
    this.stop();
    const { desk, publish, trace = [] } = this.#parts;
    const { scenario, seed, ratePerSecond } = this.#settings;
    if (scenario === 'trace') this.#pace = replay(desk, publish, trace);
    else if (ratePerSecond > 0) {
      this.#story ??= beginStory(desk, publish, seed);
      this.#pace = this.#story(timesOf({ pattern: scenario, ratePerSecond, seed }));
    }
  }

  /** A story begins with nobody at work: calls end and agents leave, but for those in a person's hands. */
  #clear(): void {
    const { desk, publish } = this.#parts;
    for (const leg of desk.calls.legs) {
      const ended = { ...leg, state: 'DROPPED', at: desk.nowIso() } as const;
      desk.adopt(ended);
      publish(ended);
    }
    for (const id of desk.directory.agents.keys()) desk.clear(id);
  }
}
