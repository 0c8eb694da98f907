// The race of one event: which transport had it when, and in which order they finished. Pure.
import { parseCursor, type Cursor } from '../../../servers/protocol/cursor.ts';
import type { AgentEvent } from '../../../servers/protocol/event.ts';
import type { TransportId } from '../../../servers/protocol/catalog.ts';

/** One event on its way over all transports. Times are on the server's clock, in milliseconds. */
export interface Race {
  readonly cursor: Cursor;
  readonly event: AgentEvent;
  /** When it was meant to be published. */
  readonly publishedMs: number;
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
  /** After the click where there was one, otherwise after its publish time. */
  readonly delayMs: number;
}

/** Milliseconds after the first transport; `null` = not there yet. */
export const behindFirstMs = (race: Race, id: TransportId): number | null => {
  const atMs = race.arrivals.get(id);
  return atMs === undefined ? null : atMs - race.firstAtMs;
};

/** Who has it, fastest first. The worker's lanes report one after another, so times are compared, not reports. */
export const finishOrder = (race: Race, untilMs = Number.POSITIVE_INFINITY): readonly Finish[] => {
  const startMs = race.clickedAtMs ?? race.publishedMs;
  const arrived = [...race.arrivals].filter(([, atMs]) => atMs <= untilMs);
  const sorted = arrived.sort(([, left], [, right]) => left - right);
  return sorted.map(([id, atMs]) => ({
    id,
    place: 1 + sorted.findIndex(([, other]) => other === atMs),
    delayMs: Math.max(0, atMs - startMs),
  }));
};

/** Races that are kept: more than any screen shows. */
export const maximumRaces = 2000;

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

  /** The newest event that this page published, as of a time. */
  newestOwn(atMs = Number.POSITIVE_INFINITY): Race | undefined {
    return this.races.findLast((race) => race.clickedAtMs !== null && race.clickedAtMs <= atMs);
  }

  /** One transport has one event. The first time counts. */
  arrive(
    id: TransportId,
    entry: { readonly cursor: Cursor; readonly event: AgentEvent; readonly publishedMs: number },
    atMs: number,
  ): void {
    const { cursor, event, publishedMs } = entry;
    const race = this.#races.get(cursor);
    if (race?.arrivals.has(id) || (!race && this.#isDropped(cursor))) return;
    this.#races.set(cursor, {
      cursor,
      event,
      publishedMs,
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
    else if (this.#clicks.size < maximumRaces) this.#clicks.set(cursor, clickedAtMs);
  }

  /** What this page published, oldest first. */
  get claims(): readonly (readonly [cursor: Cursor, atMs: number])[] {
    return this.races.flatMap(({ cursor, clickedAtMs }) =>
      clickedAtMs === null ? [] : [[cursor, clickedAtMs] as const],
    );
  }

  /** The newest event that all of `ids` have at a time; while there is none, the newest of all. */
  newestComplete(ids: readonly TransportId[], atMs = Number.POSITIVE_INFINITY): Race | undefined {
    const races = this.races.filter(({ firstAtMs }) => firstAtMs <= atMs);
    const has = ({ arrivals }: Race, id: TransportId): boolean =>
      arrivals.has(id) && (arrivals.get(id) as number) <= atMs;
    return races.findLast((race) => ids.every((id) => has(race, id))) ?? races.at(-1);
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
