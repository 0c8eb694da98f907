// Publishing by the plan: the same events at the same intended times, whoever delivers them.
import { padEvent, type AgentEvent } from '../../servers/protocol/event.ts';
import { pace, type Due } from '../../servers/simulation/pace.ts';

/** What is to be published. */
export interface PublishOrder {
  readonly startNs: bigint;
  readonly atMs: Float64Array;
  readonly client: Uint32Array;
}

/** One event of the plan. */
export interface PlannedEvent {
  readonly client: number;
  readonly index: number;
  readonly intendedAtNs: bigint;
}

/** The event of a client, of exactly so many bytes. */
export const benchEvent = (client: number, index: number, payloadBytes: number): AgentEvent =>
  padEvent(
    {
      type: 'agent-state',
      agent: `bench-${client}`,
      state: index % 2 === 0 ? 'READY' : 'NOT_READY',
      at: new Date().toISOString(),
    },
    payloadBytes,
  );

/**
 * Publishes by the timetable.
 * @param publish publishes one event and says which sequence it got
 * @returns the sequences in the order of the plan, to check that nothing was lost
 */
export const publishByPlan = async (
  { startNs, atMs, client }: PublishOrder,
  publish: (event: PlannedEvent) => number,
): Promise<Uint32Array> => {
  const sequences = new Uint32Array(atMs.length);
  const items = function* (): Generator<Due<number>> {
    for (let index = 0; index < atMs.length; index += 1) yield { atMs: atMs[index] ?? 0, item: index };
  };
  const publishOne = (index: number, intendedAtNs: bigint): void => {
    sequences[index] = publish({ client: client[index] ?? 0, index, intendedAtNs });
  };
  await pace(items(), publishOne, { startNs }).done;
  return sequences;
};
