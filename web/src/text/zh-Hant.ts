// Traditional Chinese, as it is written in Taiwan.
import type { Texts } from './en.ts';
import { about } from './zh-Hant/about.ts';
import { bench } from './zh-Hant/bench.ts';
import { race } from './zh-Hant/race.ts';
import { shell } from './zh-Hant/shell.ts';
import { wire } from './zh-Hant/wire.ts';

export const zhHant: Texts = { ...shell, ...race, ...wire, ...bench, ...about };
