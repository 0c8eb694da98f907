// Which event each lane had last at a time. Pure.
import type { TransportId } from '../../../servers/protocol/catalog.ts';
import type { Race } from '../session/race-book.ts';

/** An event as one lane has it. */
export interface LastEvent {
  readonly race: Race;
  /** Publish to received, milliseconds. */
  readonly delayMs: number;
  readonly atMs: number;
}

export type LastEvents = Readonly<Partial<Record<TransportId, LastEvent>>>;

/** Newest in the order of the feed. @param races oldest first */
export const lastEvents = (races: readonly Race[], ids: readonly TransportId[], untilMs: number): LastEvents => {
  const found: Partial<Record<TransportId, LastEvent>> = {};
  let missing = ids.length;
  for (let index = races.length - 1; index >= 0 && missing > 0; index -= 1) {
    const race = races[index] as Race;
    for (const id of ids) {
      const atMs = race.arrivals.get(id);
      if (found[id] || atMs === undefined || atMs > untilMs) continue;
      found[id] = { race, delayMs: Math.max(0, atMs - race.publishedMs), atMs };
      missing -= 1;
    }
  }
  return found;
};
