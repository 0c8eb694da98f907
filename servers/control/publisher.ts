// The publisher: one event, a message or a burst from outside, for `POST /events` and the control channel alike.
import type { Feed } from '../feed/feed.ts';
import type { Desk } from '../finesse/desk.ts';
import type { Burst } from '../protocol/burst.ts';
import type { Cursor } from '../protocol/cursor.ts';
import { LabError } from '../protocol/errors.ts';
import { eventExamples, type AgentEvent } from '../protocol/event.ts';
import { teamUsersTopic, type Topic } from '../protocol/topic.ts';
import { pace, type Due } from '../simulation/pace.ts';

/** Where events go. */
export interface PublishTarget {
  readonly feed: Feed;
  readonly desk: Desk;
  readonly closing: AbortSignal;
}

/** What is done to each event before it is published. */
export type Wrapping = (event: AgentEvent) => AgentEvent;

/** Bursts that may run at a time. */
const maximumBursts = 4;

const asItIs: Wrapping = (event) => event;

/** One a server: the limit on bursts is of all doors together. */
export class Publisher {
  readonly #target: PublishTarget;
  #running = 0;
  #messages = 0;

  constructor(target: PublishTarget) {
    this.#target = target;
  }

  /** The desk believes the event, and an agent whom the directory knows is on their team's node too. */
  publish(event: AgentEvent, topics: readonly Topic[] = []): Cursor {
    const { feed, desk } = this.#target;
    desk.adopt(event);
    return feed.publish(event, { topics: [...teamTopics(desk, event), ...topics] }).cursor;
  }

  /** A supervisor's message to a team, numbered so that it is known again on every transport. */
  message(wrap = asItIs): Cursor {
    this.#messages += 1;
    const content = `Message ${this.#messages} from the dashboard.`;
    return this.publish(wrap({ ...eventExamples['team-message'], content, at: new Date().toISOString() }));
  }

  /**
   * Begins a burst; it ends when all is published or the server closes.
   * @returns the position before its first event
   * @throws {LabError} LAB_SERVER_BUSY
   */
  burst(burst: Burst, wrap = asItIs): Cursor {
    if (this.#running >= maximumBursts) {
      throw new LabError('LAB_SERVER_BUSY', `${maximumBursts} bursts are running; wait until one has ended.`);
    }
    this.#running += 1;
    const cursor = this.#target.feed.locate('now');
    void run(this.#target, burst, wrap).then(() => (this.#running -= 1));
    return cursor;
  }
}

const teamTopics = ({ directory }: Desk, event: AgentEvent): readonly Topic[] => {
  const team = event.type === 'agent-state' ? directory.agents.get(event.agent)?.team : undefined;
  return team === undefined ? [] : [teamUsersTopic(team)];
};

/** Events at a fixed rate, each with its intended time. */
const run = async (
  { feed, closing }: PublishTarget,
  { count, ratePerSecond }: Burst,
  wrap: Wrapping,
): Promise<void> => {
  const items = function* (): Generator<Due<AgentEvent>> {
    for (let index = 0; index < count; index += 1) {
      const event = { ...eventExamples['queue-statistics'], callsInQueue: index, at: new Date().toISOString() };
      yield { atMs: (index * 1000) / ratePerSecond, item: event };
    }
  };
  const running = pace(items(), (event, intendedAtNs) => feed.publish(wrap(event), { intendedAtNs }));
  const stop = (): void => running.stop();
  closing.addEventListener('abort', stop);
  if (closing.aborted) stop();
  await running.done;
  closing.removeEventListener('abort', stop);
};
