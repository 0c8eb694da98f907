// English: the source of all other languages. A further part of the page is one more file beside `en/shell.ts` and a line here.
import { about } from './en/about.ts';
import { bench } from './en/bench.ts';
import { race } from './en/race.ts';
import { shell } from './en/shell.ts';
import { wire } from './en/wire.ts';

export const en = { ...shell, ...race, ...wire, ...bench, ...about } as const;

/** A language: a missing text does not compile. */
export type Texts = Readonly<Record<keyof typeof en, string>>;
/** One part of a language. */
export type Part<English> = Readonly<Record<keyof English, string>>;
