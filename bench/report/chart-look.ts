// How charts look: inks of the two themes, and the dash and marker each transport has besides its colour. Browser-safe.
import type { ChartOptions } from 'chart.js';
import { describeTransport, transportIds } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { figuresIn } from './figures.ts';
import { workloadLine } from './headline.ts';
import { voidReason } from './model-words.ts';
import { describePeer, isPeerId, peerIds, type PeerId } from './peers.ts';
import type { RunResult } from './result.ts';
import type { ChartInk, ChartLook, ChartTheme } from './chart-definition.ts';
import { fill, reportWords } from './words.ts';

/** The inks by theme. Text is at least 7:1, muted text and the floor at least 4.5:1 on the surface. */
export const inks: Readonly<Record<ChartTheme, ChartInk>> = {
  light: { text: '#1b1d22', muted: '#565b66', grid: '#e4e6eb', surface: '#ffffff', floor: '#6a6f7a' },
  dark: { text: '#eceef2', muted: '#a9afbb', grid: '#2c2e34', surface: '#121212', floor: '#9aa0ac' },
};

/** What marks the line of a transport. */
export interface Stroke {
  readonly colour: string;
  readonly dash: number[];
  readonly marker: (typeof markers)[number];
}

const markers = ['circle', 'rect', 'triangle', 'rectRot', 'star', 'crossRot', 'cross'] as const;
const dashes: readonly (readonly number[])[] = [[], [10, 4], [3, 3], [10, 3, 3, 3], [], [8, 5], [2, 4], [14, 4]];

/** Colour, dash and marker of a transport, by its place on the ladder; peers come after it. */
export const strokeOf = (id: TransportId | PeerId, theme: ChartTheme): Stroke => {
  const place = isPeerId(id) ? transportIds.length + peerIds.indexOf(id) : transportIds.indexOf(id);
  return {
    colour: (isPeerId(id) ? describePeer(id) : describeTransport(id)).colour[theme],
    dash: [...(dashes[place % dashes.length] ?? [])],
    marker: markers[place % markers.length] ?? 'circle',
  };
};

/** The look with its defaults filled in, the sizes of text that go with it, and how its language writes figures. */
export const resolveLook = ({ theme = 'light', surface = 'page', words = reportWords }: ChartLook) => {
  const isPicture = surface === 'picture';
  const sizes = { textSize: isPicture ? 17 : 13, titleSize: 26 };
  return { theme, isPicture, ink: inks[theme], ...sizes, words, figures: figuresIn(words) };
};

/** A look with its defaults filled in. */
export type ResolvedLook = ReturnType<typeof resolveLook>;

/** A run, and what it is called where there are several. */
interface HeadingRun {
  readonly run: RunResult;
  /** @default the name of its workload */
  readonly label?: string;
}

/** What stands above a picture. */
interface Heading {
  readonly title: string;
  readonly caption: string;
  /** What it shows; several where runs are compared. */
  readonly runs: readonly HeadingRun[];
  /** What must be known besides. @default nothing */
  readonly notes?: readonly string[];
  /** Space under it. @default 14 */
  readonly gap?: number;
}

/** What all charts share: no animation, one text size, room for what stands outside the axes, a title on pictures. */
export const sharedOptions = (look: ResolvedLook, heading: Heading): ChartOptions<'line' | 'bar'> => {
  const { ink, isPicture, textSize, titleSize } = look;
  return {
    animation: false,
    locale: look.words.language,
    normalized: true,
    responsive: !isPicture,
    maintainAspectRatio: false,
    color: ink.text,
    font: { size: textSize },
    layout: { padding: isPicture ? { top: 20, right: 28, bottom: 18, left: 22 } : { right: 4 } },
    plugins: {
      legend: { labels: { color: ink.text, font: { size: textSize }, usePointStyle: true, pointStyleWidth: 34 } },
      title: {
        display: isPicture,
        text: heading.title,
        align: 'start',
        color: ink.text,
        font: { size: titleSize, weight: 'bold' },
        padding: { top: 0, bottom: 4 },
      },
      subtitle: {
        display: isPicture,
        text: captionLines(look, heading),
        align: 'start',
        color: ink.muted,
        font: { size: textSize - 2 },
        padding: { bottom: heading.gap ?? 14 },
      },
    },
  };
};

/** A picture travels without its report, so it says itself what was run, and whether it may be believed; of several runs a note does. */
const captionLines = ({ words }: ResolvedLook, { caption, runs, notes = [] }: Heading): string[] => [
  caption,
  ...(notes.length > 0 ? [notes.join(words.gap)] : []),
  ...runs.flatMap(({ run, label = run.workload.name }) => [
    `${label} · ${workloadLine(run.workload, words)}`,
    ...(run.void && runs.length === 1 ? [fill(words.voidPicture, { reason: voidReason(run.void.reason, words) })] : []),
  ]),
];
