// `POST /events`: how events get in from outside, one by one or as a burst.
import type { FastifyInstance } from 'fastify';
import type { Feed } from '../feed/feed.ts';
import type { Desk } from '../finesse/desk.ts';
import type { Cursor } from '../protocol/cursor.ts';
import { LabError } from '../protocol/errors.ts';
import { eventExamples, parseAgentEvent, type AgentEvent } from '../protocol/event.ts';
import { parseTopic, teamUsersTopic, type Topic } from '../protocol/topic.ts';
import { pace, type Due } from '../simulation/pace.ts';

/** Where events go. */
export interface PublishTarget {
  readonly feed: Feed;
  readonly desk: Desk;
  readonly closing: AbortSignal;
}

/** Most events in one burst. */
const maximumBurst = 100_000;
/** Bursts that may run at a time. */
const maximumBursts = 4;
const maximumTopics = 16;
/** Events a second of a burst; slower ones would hold one of the few places for days. */
const burstRate = { least: 0.001, most: 1_000_000 };

const refuse = (sentence: string): never => {
  throw new LabError('LAB_EVENT_INVALID', sentence);
};

/** An event with optional `topics`, or `{"burst":{"count","ratePerSecond"}}`; answers 201 with a cursor. */
export const mountPublish = (app: FastifyInstance, target: PublishTarget): void => {
  let running = 0;
  app.post('/events', (request, reply) => {
    const body = (request.body ?? {}) as { readonly burst?: unknown; readonly topics?: unknown };
    if (typeof body !== 'object') refuse('The body has to be a JSON object.');
    if (body.burst === undefined) return reply.code(201).send({ cursor: publishOne(target, body) });
    const burst = readBurst(body.burst);
    if (running >= maximumBursts) {
      throw new LabError('LAB_SERVER_BUSY', `${maximumBursts} bursts are running; wait until one has ended.`);
    }
    running += 1;
    const cursor = target.feed.locate('now');
    void startBurst(target, burst).then(() => (running -= 1));
    return reply.code(201).send({ cursor });
  });
};

const publishOne = ({ feed, desk }: PublishTarget, body: { readonly topics?: unknown }): Cursor => {
  const { topics, ...fields } = body;
  const event = parseAgentEvent(fields, new Date().toISOString());
  desk.adopt(event);
  return feed.publish(event, { topics: [...teamTopics(desk, event), ...readTopics(topics)] }).cursor;
};

/** An agent whom the directory knows is on their team's node too, as when the simulation moves them. */
const teamTopics = ({ directory }: Desk, event: AgentEvent): readonly Topic[] => {
  const team = event.type === 'agent-state' ? directory.agents.get(event.agent)?.team : undefined;
  return team === undefined ? [] : [teamUsersTopic(team)];
};

const readTopics = (value: unknown): readonly Topic[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > maximumTopics) {
    return refuse(`The field topics has to be a list of at most ${maximumTopics} node names.`);
  }
  return value.map((topic: unknown) => parseTopic(typeof topic === 'string' ? topic : (JSON.stringify(topic) ?? '')));
};

interface Burst {
  readonly count: number;
  readonly ratePerSecond: number;
}

const readBurst = (value: unknown): Burst => {
  const { count, ratePerSecond } = (value ?? {}) as { count?: unknown; ratePerSecond?: unknown };
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > maximumBurst) {
    return refuse(`burst.count has to be a whole number from 1 to ${maximumBurst}.`);
  }
  const { least, most } = burstRate;
  if (typeof ratePerSecond !== 'number' || ratePerSecond < least || ratePerSecond > most) {
    return refuse(`burst.ratePerSecond has to be a number from ${least} to ${most}.`);
  }
  return { count, ratePerSecond };
};

/** Events at a fixed rate, each with its intended time. */
const startBurst = async ({ feed, closing }: PublishTarget, { count, ratePerSecond }: Burst): Promise<void> => {
  const items = function* (): Generator<Due<AgentEvent>> {
    for (let index = 0; index < count; index += 1) {
      const event = { ...eventExamples['queue-statistics'], callsInQueue: index, at: new Date().toISOString() };
      yield { atMs: (index * 1000) / ratePerSecond, item: event };
    }
  };
  const running = pace(items(), (event, intendedAtNs) => feed.publish(event, { intendedAtNs }));
  const stop = (): void => running.stop();
  closing.addEventListener('abort', stop);
  if (closing.aborted) stop();
  await running.done;
  closing.removeEventListener('abort', stop);
};
