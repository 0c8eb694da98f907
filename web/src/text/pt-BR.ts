// Brazilian Portuguese.
import type { Texts } from './en.ts';
import { about } from './pt-BR/about.ts';
import { bench } from './pt-BR/bench.ts';
import { race } from './pt-BR/race.ts';
import { shell } from './pt-BR/shell.ts';
import { wire } from './pt-BR/wire.ts';

export const ptBr: Texts = { ...shell, ...race, ...wire, ...bench, ...about };
