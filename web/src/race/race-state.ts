// What of the race view stands in the URL.
import type { Signal } from '@preact/signals';
import type { LabPage } from '../lab-page.ts';

/** Which event's finish order is shown. */
export type RaceChoice = 'newest' | 'own';

export interface RaceState {
  readonly isTable: Signal<boolean>;
  readonly finish: Signal<RaceChoice>;
  /** Id of the agent in the panel; '' = the first. */
  readonly agent: Signal<string>;
  /** `null` = as a burst is when nobody says otherwise. */
  readonly burstCount: Signal<number | null>;
  readonly burstRate: Signal<number | null>;
}

/** What a burst may be (servers/protocol/burst.ts), kept to what a page can follow. */
export const burstLimits = { count: 10_000, rate: 5000 } as const;

const states = new WeakMap<LabPage, RaceState>();

/** One a page: a part of the address has one owner. */
export const raceStateOf = (page: LabPage): RaceState => {
  const known = states.get(page);
  if (known) return known;
  const { address } = page;
  const state: RaceState = {
    isTable: address.flag('table'),
    finish: address.choice<RaceChoice>('finish', ['newest', 'own']),
    agent: address.text('agent'),
    burstCount: address.number('burst', 1, burstLimits.count),
    burstRate: address.number('burst-rate', 1, burstLimits.rate),
  };
  states.set(page, state);
  return state;
};
