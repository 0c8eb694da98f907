// Media queries as signals, so that the page follows the system's wishes while it is open; and the colours in force.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Theme } from '../state/page-state.ts';

const mediaSignal = (query: string): ReadonlySignal<boolean> => {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener('change', () => (matches.value = list.matches));
  return matches;
};

const systemIsDark = mediaSignal('(prefers-color-scheme: dark)');
const chosen = signal<Theme>('system');

export const isDark = computed(() => (chosen.value === 'system' ? systemIsDark.value : chosen.value === 'dark'));
export const wantsLessMotion = mediaSignal('(prefers-reduced-motion: reduce)');

/** The reader's choice goes before the system's; CSS knows it as `color-scheme`. */
export const followTheme = (theme: ReadonlySignal<Theme>): void => {
  effect(() => {
    chosen.value = theme.value;
    document.documentElement.style.colorScheme = theme.value === 'system' ? 'light dark' : theme.value;
  });
};
