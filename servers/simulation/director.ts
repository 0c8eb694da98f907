// The director: lets the simulated contact centre, or a recorded trace, happen on the feed at its intended times.
import type { Desk } from '../finesse/desk.ts';
import type { PublishOptions } from '../feed/feed.ts';
import type { Entry } from '../protocol/entry.ts';
import type { AgentEvent } from '../protocol/event.ts';
import { ContactCentre, type Step } from './contact-centre.ts';
import { pace, type Due, type Pace } from './pace.ts';
import { seededRandom } from './random.ts';
import { timetable, type ArrivalPattern } from './timetable.ts';
import type { TraceItem } from './trace.ts';

/** The feed's publishing side. */
export type Publish = (event: AgentEvent, options?: PublishOptions) => Entry;

/** What the simulation may be told. */
export interface SimulationOptions {
  readonly seed: number;
  /** Mean events a second, over all agents. */
  readonly ratePerSecond: number;
  readonly pattern: ArrivalPattern;
}

/** Plays a story on, an event a place on the timetable. */
export type Story = (times: Iterable<number>) => Pace;

/** Begins a story; it knows no pace, so that it goes on where it stands when it is played at another. */
export const beginStory = (desk: Desk, publish: Publish, seed: number): Story => {
  const centre = new ContactCentre(desk.directory, seededRandom(seed), {
    isClaimed: (agent) => {
      const { isClaimed, state } = desk.statusOf(agent);
      // Whoever is taken over in the middle of a call leaves it: else nobody would ever tell of its end.
      if (isClaimed) centre.follow(agent, state);
      return isClaimed;
    },
    nowIso: () => new Date().toISOString(),
  });
  return (times) => {
    const steps = function* (): Generator<Due<() => Step | undefined>> {
      for (const atMs of times) yield { atMs, item: () => centre.next() };
    };
    return pace(steps(), (next, intendedAtNs) => {
      const step = next();
      if (step?.kind === 'event') {
        desk.adopt(step.event);
        publish(step.event, { intendedAtNs });
      } else if (step && !desk.simulate(step.agent, step.state, intendedAtNs)) {
        centre.follow(step.agent, desk.statusOf(step.agent).state);
      }
    });
  };
};

/** When the events of a story happen; the timetable has a source of its own, so that its pattern does not change the story. */
export const timesOf = ({ pattern, ratePerSecond, seed }: SimulationOptions): Iterable<number> =>
  timetable(pattern, ratePerSecond, seededRandom(seed + 1));

/** Starts the simulation. */
export const simulate = (desk: Desk, publish: Publish, options: SimulationOptions): Pace =>
  beginStory(desk, publish, options.seed)(timesOf(options));

/** Replays a trace once. */
export const replay = (desk: Desk, publish: Publish, trace: readonly Due<TraceItem>[]): Pace =>
  pace(trace, ({ event: recorded, topics, hasTime }, intendedAtNs) => {
    const event = hasTime ? recorded : { ...recorded, at: new Date().toISOString() };
    desk.adopt(event);
    publish(event, { topics, intendedAtNs });
  });
