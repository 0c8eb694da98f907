// The figures of a lane as texts: one list for the tiles and for the table.
import { formatBytes, formatMs, formatNumber, formatShare, say, type TextKey } from '../text/say.ts';
import type { LaneFigures } from './lane-figures.ts';

const nothing = '–';

/** One figure. */
export interface FigureText {
  readonly name: TextKey;
  readonly text: (figures: LaneFigures) => string;
}

/** Fewer samples tell nothing of a percentile (follow/latency-histogram.ts: ten of them have to lie above). */
const leastSamples = { p50: 20, p99: 1000 } as const;

const p50Text = ({ p50 }: LaneFigures): string => (p50 === null ? tooFew(leastSamples.p50) : formatMs(p50));

const p99Text = ({ p99 }: LaneFigures): string => (p99 === null ? tooFew(leastSamples.p99) : formatMs(p99));

const tooFew = (n: number): string => say('race.tooFew', { n: formatNumber(n) });

const missedText = ({ missed, hasUnknownGap }: LaneFigures): string => {
  if (!hasUnknownGap) return formatNumber(missed);
  return missed === 0 ? say('race.unknownCount') : say('race.unknownGap', { count: formatNumber(missed) });
};

const connections = ({ open, opened }: LaneFigures): string =>
  open === null || opened === null ? nothing : `${formatNumber(open)} / ${formatNumber(opened)}`;

/** The name of the column says what is counted. */
const bytesText = (bytes: number): string => (bytes < 1000 ? formatNumber(bytes) : formatBytes(bytes));

/** In the order of the tiles. */
export const figureTexts: readonly FigureText[] = [
  { name: 'race.percentiles', text: (figures) => `${p50Text(figures)}\n${p99Text(figures)}` },
  {
    name: 'race.bytesPerEvent',
    text: ({ bytesPerEvent }) => (bytesPerEvent === null ? nothing : bytesText(bytesPerEvent)),
  },
  { name: 'race.empty', text: ({ emptyShare }) => (emptyShare === null ? nothing : formatShare(emptyShare)) },
  { name: 'race.connections', text: connections },
  { name: 'race.events', text: ({ events }) => formatNumber(events) },
  { name: 'race.losses', text: (figures) => `${missedText(figures)} / ${formatNumber(figures.reconnects)}` },
];

/** What a table has room for besides. */
export const tableTexts: readonly FigureText[] = [
  { name: 'race.p50', text: p50Text },
  { name: 'race.p99', text: p99Text },
  ...figureTexts.filter(({ name }) => name === 'race.bytesPerEvent'),
  { name: 'race.requests', text: ({ requests }) => formatNumber(requests) },
  ...figureTexts.filter(({ name }) => name === 'race.empty' || name === 'race.events'),
  { name: 'race.open', text: ({ open }) => (open === null ? nothing : formatNumber(open)) },
  { name: 'race.opened', text: ({ opened }) => (opened === null ? nothing : formatNumber(opened)) },
  { name: 'race.missed', text: missedText },
  { name: 'race.reconnects', text: ({ reconnects }) => formatNumber(reconnects) },
];

/** How late an event was. */
export const arrivedText = (delayMs: number): string => say('shell.milliseconds', { ms: formatMs(delayMs) });
