// Runs side by side: the latency of one transport as one line a run, a figure of all transports as one bar a run. Browser-safe.
import { describeTransport, transportIds } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import { barScales, describeChart } from './chart-bar-plan.ts';
import type { ChartDefinition, ChartLook } from './chart-definition.ts';
import { latencyTable, medianOf } from './chart-latency.ts';
import { linesChart, pointsOf } from './chart-lines.ts';
import { resolveLook, sharedOptions } from './chart-look.ts';
import type { ResolvedLook } from './chart-look.ts';
import { marked, notesOf, resultOf, type ComparedRun, type Marked } from './compared-runs.ts';
import type { TransportResult } from './result.ts';
import { fill, type ReportWords } from './words.ts';

/** A figure that is compared for every transport. */
export type ComparedFigure = 'bytes' | 'p50' | 'p99';

/**
 * How late one transport was in each run: one line a run.
 *
 * @param runs 1 to 4
 * @throws {LabError} LAB_PARAMETER_INVALID when there are none or more
 */
export const comparedLatencyChart = (
  runs: readonly ComparedRun[],
  id: TransportId,
  asked: ChartLook = {},
): ChartDefinition => {
  const look = resolveLook(asked);
  const { words, theme } = look;
  const transport = describeTransport(id).title;
  const results = marked(runs).map((one) => ({ ...one, result: resultOf(one, id) }));
  const rows = results.map(({ name, result }) => ({ title: name, latencyMs: result?.latencyMs ?? null }));
  const absent = results.filter(({ result }) => !result).map(({ name }) => name);
  const title = fill(words.compareLatencyTitle, { transport });
  return linesChart(look, {
    id: 'compare-latency',
    title,
    caption: words.latencyCaption,
    notes: [
      ...(absent.length > 0 ? [fill(words.compareAbsent, { transport, runs: absent.join(words.comma) })] : []),
      ...notesOf(look, runs),
    ],
    description: describeChart(
      look,
      title,
      rows.map(({ title: name, latencyMs }) =>
        latencyMs ? medianOf(look, { title: name, latencyMs }) : `${name} ${words.compareMissing}`,
      ),
    ),
    runs: results.map(({ run, name: label }) => ({ run, label })),
    lines: results.flatMap(({ mark, label, result }) => {
      if (!result) return [];
      const { letter, colour, dash, marker } = mark;
      const points = pointsOf(result.curve, result.latencyMs.n, words);
      return [
        { name: `${letter}  ${label}`, letter, stroke: { colour: colour[theme], dash: [...dash], marker }, points },
      ];
    }),
    table: latencyTable(look, rows, words.compareRun),
  });
};

/**
 * A figure of every transport that any of the runs has: a group of bars a transport, one bar a run.
 *
 * @param runs 1 to 4
 * @throws {LabError} LAB_PARAMETER_INVALID when there are none or more
 */
export const comparedBarsChart = (
  runs: readonly ComparedRun[],
  figure: ComparedFigure,
  asked: ChartLook = {},
): ChartDefinition => {
  const look = resolveLook(asked);
  const { words } = look;
  const known = marked(runs);
  const ids = transportIds.filter((id) => known.some((one) => resultOf(one, id)));
  const { title, axis, caption } = headingOf(figure, words);
  const texts = known.map((one) => ids.map((id) => textOf(look, figure, resultOf(one, id))));
  const notes = notesOf(look, runs);
  const named = known.map(({ run, name: label }) => ({ run, label }));
  const titles = ids.map((id) => describeTransport(id).title);
  return {
    id: `compare-${figure}`,
    title,
    caption: [caption, ...notes].join(words.gap),
    description: describeChart(
      look,
      title,
      titles.map(
        (name, at) => `${name} ${known.map((one, run) => `${one.name} ${texts[run]?.[at]}`).join(words.comma)}`,
      ),
    ),
    config: {
      type: 'bar',
      data: {
        labels: ids.map((id, at) => `${describeTransport(id).letter}  ${titles[at]}`),
        datasets: known.map((one) =>
          barDataset(
            look,
            one,
            ids.map((id) => valueOf(figure, resultOf(one, id))),
          ),
        ),
      },
      options: {
        ...sharedOptions(look, { title, caption, notes, runs: named }),
        indexAxis: 'y',
        layout: { padding: look.isPicture ? { top: 20, right: 130, bottom: 18, left: 22 } : { right: 84 } },
        scales: barScales(look, { axis }),
      },
    },
    ticks: {},
    shortLabels: ids.map((id) => `${describeTransport(id).letter} ${id}`),
    barTexts: known.map(({ mark }, run) => (texts[run] ?? []).map((text) => `${mark.letter}  ${text}`)),
    endLetters: [],
    marks: null,
    layers: { hatches: known.map(({ mark }) => mark.hatch), texts: [] },
    reference: null,
    ink: look.ink,
    table: {
      head: [words.transport, ...known.map(({ name }) => fill(words.noted, { title: name, note: axis }))],
      rows: titles.map((name, at) => [name, ...texts.map((list) => list[at] ?? '')]),
    },
  };
};

/** How high a chart of bars should be: each bar has room for its text, and the legend below for its lines. */
export const comparedBarsHeightPx = ({ config }: ChartDefinition): number =>
  120 + 20 * config.data.datasets.length * (config.data.labels?.length ?? 0);

const headingOf = (figure: ComparedFigure, words: ReportWords) =>
  figure === 'bytes'
    ? { title: words.compareBytesTitle, axis: words.columnBytes, caption: words.compareBytesCaption }
    : {
        title: fill(words.compareTimeTitle, { name: figure }),
        axis: fill(words.inMs, { name: figure }),
        caption: words.compareTimeCaption,
      };

const valueOf = (figure: ComparedFigure, result: TransportResult | undefined): number | null => {
  if (!result) return null;
  return figure === 'bytes' ? result.bytes.perDelivery : result.latencyMs[figure];
};

const textOf = (
  { words, figures }: ResolvedLook,
  figure: ComparedFigure,
  result: TransportResult | undefined,
): string => {
  if (!result) return words.compareMissing;
  const value = valueOf(figure, result);
  if (figure === 'bytes') return `${result.bytes.source === 'estimated' ? '~' : ''}${figures.formatBytes(value)}`;
  return value === null ? words.tooFew : figures.formatMs(value);
};

const barDataset = ({ theme }: ResolvedLook, { mark, label }: Marked, values: readonly (number | null)[]) => ({
  label: `${mark.letter}  ${label}`,
  data: values,
  backgroundColor: mark.colour[theme],
  borderSkipped: false,
  borderRadius: 2,
  maxBarThickness: 30,
  categoryPercentage: 0.84,
  barPercentage: 0.9,
});
