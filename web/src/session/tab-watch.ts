// Watches over the tab: a browser throttles one that is hidden, and what was measured meanwhile has to be marked.
import { signal } from '@preact/signals';

/** A time in which the tab was hidden, on the browser's clock. */
export interface HiddenSpan {
  readonly fromMs: number;
  /** `null` = it still is. */
  readonly toMs: number | null;
}

/** Spans that are kept. */
const maximumSpans = 100;

/** One a page. */
export class TabWatch {
  /** Oldest first. */
  readonly hidden = signal<readonly HiddenSpan[]>([]);

  constructor() {
    const look = (): void => {
      const now = performance.timeOrigin + performance.now();
      const spans = this.hidden.peek();
      const last = spans.at(-1);
      if (document.hidden) this.hidden.value = [...spans, { fromMs: now, toMs: null }].slice(-maximumSpans);
      else if (last?.toMs === null) this.hidden.value = [...spans.slice(0, -1), { ...last, toMs: now }];
    };
    document.addEventListener('visibilitychange', look);
    if (document.hidden) look();
  }
}

/** The smallest step of the page's clock, in milliseconds: browsers round it. https://www.w3.org/TR/hr-time-3/#clock-resolution */
export const timerResolutionMs = (now: () => number = () => performance.now()): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round += 1) {
    const from = now();
    let to = from;
    for (let count = 0; to === from && count < 1e6; count += 1) to = now();
    if (to > from) least = Math.min(least, to - from);
  }
  return least;
};
