// Which parts of the page's state stand in its URL, under which names. A view adds its own with `address`.
import type { Signal } from '@preact/signals';
import { settingRules, type LabSettings, type Scenario } from '../../../servers/protocol/control.ts';
import type { NumberRule } from '../../../servers/protocol/parameters.ts';
import type { Language } from '../text/say.ts';
import type { ViewId } from '../views.ts';
import type { Address } from './address.ts';

/** The colours that a reader chose. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Interval of the polls when nobody says otherwise, in milliseconds. */
const defaultPollIntervalMs = 1000;

/** State that is not one view's own. */
export interface PageState {
  readonly view: Signal<ViewId>;
  /** '' = as the reader's system asks. */
  readonly language: Signal<Language | ''>;
  readonly theme: Signal<Theme>;
  readonly pollIntervalMs: Signal<number>;
  /** The moment that is shown, on the server's clock; `null` = now. */
  readonly atMs: Signal<number | null>;
  /** What the URL wants of the room. */
  wantedSettings(): Partial<LabSettings>;
  /** The URL names the room as it is now. */
  follow(settings: LabSettings): void;
}

/** Reads them all. */
export const createPageState = (address: Address): PageState => {
  const scenario = address.choice<Scenario | 'any'>('scenario', ['any', 'poisson', 'fixed', 'burst', 'trace']);
  const numberOf = (name: string, { least, most }: NumberRule): Signal<number | null> =>
    address.number(name, least, most);
  const numbers = {
    seed: numberOf('seed', settingRules.seed),
    ratePerSecond: numberOf('rate', settingRules.ratePerSecond),
    rttMs: numberOf('rtt', settingRules.rttMs),
    payloadBytes: numberOf('payload', settingRules.payloadBytes),
  };
  const poll = address.number('poll', 50, 60_000);
  poll.value ??= defaultPollIntervalMs;
  return {
    view: address.choice('view', ['race', 'wire', 'bench', 'about'], true),
    language: address.choice<Language | ''>('lang', ['', 'en', 'zh-Hant', 'pt-BR']),
    theme: address.choice('theme', themes),
    pollIntervalMs: poll as Signal<number>,
    atMs: address.number('at', 0, Number.MAX_SAFE_INTEGER),
    wantedSettings() {
      const said = Object.entries(numbers).filter(([, { value }]) => value !== null);
      return {
        ...Object.fromEntries(said.map(([name, { value }]) => [name, value])),
        ...(scenario.value !== 'any' && { scenario: scenario.value }),
      };
    },
    follow(settings) {
      scenario.value = settings.scenario;
      numbers.seed.value = settings.seed;
      numbers.ratePerSecond.value = settings.ratePerSecond;
      numbers.rttMs.value = settings.rttMs;
      numbers.payloadBytes.value = settings.payloadBytes;
    },
  };
};
