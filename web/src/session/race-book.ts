// The race of one event: which transport had it when, and in which order they finished. Pure.
import { parseCursor, type Cursor } from '../../servers/protocol/cursor.ts';
import type { AgentEvent } from '../../servers/protocol/event.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';

/** One event on its way over all transports. Times are on the browser's clock. */
export interface Race {
  readonly cursor: Cursor;
  readonly event: AgentEvent;
  /** When the button of this page was pressed; `null` for events from elsewhere. */
  readonly clickedAtMs: number | null;
  /** When the first transport had it. */
  readonly firstAtMs: number;
  readonly arrivals: ReadonlyMap<TransportId, number>;
}

/** One line of the finish order. */
export interface Finish {
  readonly id: TransportId;
  /** From 1; equal times share a place. */
  readonly place: number;
  /** After the click where there was one, otherwise after the first arrival. */
  readonly delayMs: number;
}

/** Milliseconds after the first transport; `null` = not there yet. */
export const behindFirstMs = (race: Race, id: TransportId): number | null => {
  const atMs = race.arrivals.get(id);
  return atMs === undefined ? null : atMs - race.firstAtMs;
};

/** Who has it, fastest first. The worker's lanes report one after another, so times are compared, not reports. */
export const finishOrder = (race: Race): readonly Finish[] => {
  const startMs = race.clickedAtMs ?? race.firstAtMs;
  const sorted = [...race.arrivals].sort(([, left], [, right]) => left - right);
  return sorted.map(([id, atMs]) => ({
    id,
    place: 1 + sorted.findIndex(([, other]) => other === atMs),
    delayMs: Math.max(0, atMs - startMs),
  }));
};

/** Races that are kept: more than any screen shows. */
export const maximumRaces = 400;

/** The newest races, in the order of the feed. */
export class RaceBook {
  readonly #races = new Map<Cursor, Race>();
  /** Clicks whose event has not arrived anywhere yet. */
  readonly #clicks = new Map<Cursor, number>();
  #dropped: Cursor | undefined;

  /** Oldest first. */
  get races(): readonly Race[] {
    return [...this.#races.values()];
  }

  /** The newest event that was published here. */
  get newestOwn(): Race | undefined {
    return this.races.findLast(({ clickedAtMs }) => clickedAtMs !== null);
  }

  /** One transport has one event. The first time counts. */
  arrive(id: TransportId, entry: { readonly cursor: Cursor; readonly event: AgentEvent }, atMs: number): void {
    const { cursor, event } = entry;
    const race = this.#races.get(cursor);
    if (race?.arrivals.has(id) || (!race && this.#isDropped(cursor))) return;
    this.#races.set(cursor, {
      cursor,
      event,
      clickedAtMs: race?.clickedAtMs ?? this.#clicks.get(cursor) ?? null,
      firstAtMs: Math.min(race?.firstAtMs ?? atMs, atMs),
      arrivals: new Map(race?.arrivals).set(id, atMs),
    });
    this.#clicks.delete(cursor);
    if (this.#races.size > maximumRaces) this.#dropOldest();
  }

  /** The server gave `cursor` to what was published here; the event itself may have arrived before. */
  claim(cursor: Cursor, clickedAtMs: number): void {
    const race = this.#races.get(cursor);
    if (race) this.#races.set(cursor, { ...race, clickedAtMs });
    else this.#clicks.set(cursor, clickedAtMs);
  }

  /** The newest event that all of `ids` have; while there is none, the newest of all. */
  newestComplete(ids: readonly TransportId[]): Race | undefined {
    const { races } = this;
    return races.findLast(({ arrivals }) => ids.every((id) => arrivals.has(id))) ?? races.at(-1);
  }

  #dropOldest(): void {
    const oldest = this.#races.keys().next().value;
    if (oldest === undefined) return;
    this.#races.delete(oldest);
    this.#dropped = oldest;
  }

  /** A transport that is far behind must not bring back as newest what was dropped as oldest. */
  #isDropped(cursor: Cursor): boolean {
    if (this.#dropped === undefined) return false;
    const dropped = parseCursor(this.#dropped);
    const late = parseCursor(cursor);
    return late.epoch === dropped.epoch && late.sequence <= dropped.sequence;
  }
}
