// What a chart is before it is drawn: plain data that survives JSON, read by the PNGs, the HTML report and the dashboard.
import type { ChartConfiguration } from 'chart.js';
import type { ReportWords } from './words.ts';

/** Light on paper, dark on a dark page. */
export type ChartTheme = 'light' | 'dark';

/** A `page` brings its own heading and size; a `picture` stands alone and carries its title in itself. */
type ChartSurface = 'page' | 'picture';

/** How the charts shall look. */
export interface ChartLook {
  /** @default 'light' */
  readonly theme?: ChartTheme;
  /** @default 'page' */
  readonly surface?: ChartSurface;
  /** @default reportWords, the English ones */
  readonly words?: ReportWords;
}

/** A place on an axis with the text that stands there. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** A letter in a ring at the end of a line, so that lines of like colour can be told apart. */
interface EndLetter {
  readonly dataset: number;
  readonly letter: string;
  readonly colour: string;
  /** Whether the ring is dashed: that of a line laid over the others. @default false */
  readonly isDashed?: boolean;
}

/** A dashed line across a bar chart, with its name. */
export interface ReferenceLine {
  readonly value: number;
  readonly label: string;
  readonly colour: string;
}

/** A short stroke across each bar of one dataset, at a value of the bar's own. */
export interface BarMarks {
  readonly label: string;
  readonly dataset: number;
  /** One a bar; `null` = no stroke. */
  readonly values: readonly (number | null)[];
}

/** What lies over a colour, so that it never stands alone. */
export type Hatch = 'plain' | 'dots' | 'rising' | 'falling' | 'crossed' | 'upright' | 'level' | 'grid';

/** What a stacked bar has beyond a plain one, for each dataset. */
export interface LayerMarks {
  readonly hatches: readonly Hatch[];
  /** The text in a segment, where it has room, and in its tooltip: one list a dataset. */
  readonly texts: readonly (readonly string[])[];
}

/** The figures of a chart as a table. */
export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One chart. Everything in it is plain data: {@link configureChart} adds what Chart.js wants as functions. */
export interface ChartDefinition {
  readonly id: string;
  readonly title: string;
  /** What the axes are, logarithmic or linear included, and how to read them. */
  readonly caption: string;
  /** The chart in one sentence for someone who does not see it. */
  readonly description: string;
  readonly config: ChartConfiguration<'line' | 'bar', readonly ChartPoint[] | readonly (number | null)[]>;
  readonly ticks: { readonly x?: readonly Tick[]; readonly y?: readonly Tick[] };
  /** Names of the bars where the chart is narrow. */
  readonly shortLabels: readonly string[];
  /** The text at the end of each bar: one list a dataset. */
  readonly barTexts: readonly (readonly string[])[];
  readonly endLetters: readonly EndLetter[];
  readonly marks: BarMarks | null;
  /** Of a stacked bar chart. */
  readonly layers: LayerMarks | null;
  readonly reference: ReferenceLine | null;
  readonly ink: ChartInk;
  readonly table: ChartTable;
}

/** A point of a line, with the text of its tooltip. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** The colours that are not a transport's. */
export interface ChartInk {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly floor: string;
}
