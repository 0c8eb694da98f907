// Publishing by the plan: the same events at the same intended times, whoever delivers them.
import { padEvent, type AgentEvent } from '../../servers/protocol/event.ts';
import { pace, type Due } from '../../servers/simulation/pace.ts';

/** What is to be published. */
export interface PublishOrder {
  readonly startNs: bigint;
  readonly atMs: Float64Array;
  readonly client: Uint32Array;
  /** From here on lateness counts, milliseconds after the start. @default 0 */
  readonly measuredFromMs?: number;
}

/** One event of the plan. */
export interface PlannedEvent {
  readonly client: number;
  readonly index: number;
  readonly intendedAtNs: bigint;
}

/** What came of it. */
export interface Published {
  /** In the order of the plan, to check that nothing was lost. */
  readonly sequences: Uint32Array;
  /** How much later than intended the events of the measured part were published, milliseconds. */
  readonly latenessMs: { readonly mean: number; readonly worst: number };
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
 */
export const publishByPlan = async (
  { startNs, atMs, client, measuredFromMs = 0 }: PublishOrder,
  publish: (event: PlannedEvent) => number,
): Promise<Published> => {
  const sequences = new Uint32Array(atMs.length);
  const items = function* (): Generator<Due<number>> {
    for (let index = 0; index < atMs.length; index += 1) yield { atMs: atMs[index] ?? 0, item: index };
  };
  let count = 0;
  let sumMs = 0;
  let worst = 0;
  const publishOne = (index: number, intendedAtNs: bigint): void => {
    if ((atMs[index] ?? 0) >= measuredFromMs) {
      const latenessMs = Number(process.hrtime.bigint() - intendedAtNs) / 1e6;
      count += 1;
      sumMs += latenessMs;
      worst = Math.max(worst, latenessMs);
    }
    sequences[index] = publish({ client: client[index] ?? 0, index, intendedAtNs });
  };
  await pace(items(), publishOne, { startNs }).done;
  return { sequences, latenessMs: { mean: count === 0 ? 0 : sumMs / count, worst } };
};
