// Media queries as signals, so that the page follows the system's wishes while it is open.
import { signal, type ReadonlySignal } from '@preact/signals';

const mediaSignal = (query: string): ReadonlySignal<boolean> => {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener('change', () => (matches.value = list.matches));
  return matches;
};

export const isDark = mediaSignal('(prefers-color-scheme: dark)');
export const wantsLessMotion = mediaSignal('(prefers-reduced-motion: reduce)');
