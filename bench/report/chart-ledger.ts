// The byte ledger as stacked bars: how many bytes one event takes by layer, and what share each layer has of them. Browser-safe.
import { barScales, describeChart } from './chart-bar-plan.ts';
import type { ChartDefinition, ChartTheme, Hatch } from './chart-definition.ts';
import { sharedOptions } from './chart-look.ts';
import type { ResolvedLook } from './chart-look.ts';
import { noFigure, ratio } from './figures.ts';
import { formatLayerBytes, layerName, ledgerRows, ledgerTable, type LedgerRow } from './ledger.ts';
import { ledgerLayers, type LedgerLayer, type RunResult } from './result.ts';
import { fill } from './words.ts';

/**
 * The colours of the layers: at least 3.2:1 on the surface, and 0.12 OKLab apart from each other, also under three kinds of
 * colour blindness. Hatching comes on top.
 */
export const layerColours: Readonly<Record<ChartTheme, Readonly<Record<LedgerLayer, string>>>> = {
  light: {
    payload: '#137267',
    framing: '#b2861e',
    httpHeaders: '#be1b00',
    xmppXml: '#8b36f2',
    tls: '#8c10a4',
    tcpIpHeaders: '#31405a',
    acknowledgements: '#8291a7',
    handshakeAndClose: '#101317',
  },
  dark: {
    payload: '#53d2a3',
    framing: '#eed619',
    httpHeaders: '#ff790a',
    xmppXml: '#b95ded',
    tls: '#f484fc',
    tcpIpHeaders: '#8199a7',
    acknowledgements: '#5f708d',
    handshakeAndClose: '#ffffff',
  },
};

/** What lies over each colour; no two layers have the same. */
export const layerHatches: Readonly<Record<LedgerLayer, Hatch>> = {
  payload: 'plain',
  framing: 'dots',
  httpHeaders: 'rising',
  xmppXml: 'falling',
  tls: 'crossed',
  tcpIpHeaders: 'upright',
  acknowledgements: 'level',
  handshakeAndClose: 'grid',
};

/** Bytes of one event by layer, with the kernel's count at the end of each bar. `null` of a run without a ledger. */
export const ledgerChart = (run: RunResult, look: ResolvedLook): ChartDefinition | null => {
  const { words, figures } = look;
  const rows = ledgerRows(run, 'steady');
  const isCounted = rows.some(({ kernel }) => kernel !== null);
  return layerChart(look, {
    id: 'ledger',
    run,
    rows,
    title: words.ledgerTitle,
    caption: fill(words.ledgerCaption, { kernel: isCounted ? words.ledgerCounted : words.ledgerUncounted }),
    axis: words.ledgerAxis,
    valueOf: ({ layers }, layer) => layers[layer],
    textOf: ({ layers }, layer) => formatLayerBytes(layers[layer], words),
    endOf: ({ total }) => figures.formatBytes(total),
    markOf: ({ kernel }) => kernel,
    describe: describeTotal(look),
    table: ledgerTable(run, 'steady', words),
  });
};

/** The same as shares of each transport's own total, so that small bars can be read too. */
export const ledgerShareChart = (run: RunResult, look: ResolvedLook): ChartDefinition | null => {
  const { words, figures } = look;
  const rows = ledgerRows(run, 'steady');
  return layerChart(look, {
    id: 'ledger-share',
    run,
    rows,
    title: words.shareTitle,
    caption: words.shareCaption,
    axis: words.shareAxis,
    max: 100,
    valueOf: (row, layer) => percentOf(row, layer),
    textOf: ({ layers }, layer) => formatLayerBytes(layers[layer], words),
    endOf: ({ total }) => figures.formatBytes(total),
    markOf: () => null,
    describe: describeShares(look),
    table: {
      head: [words.transport, ...ledgerLayers.map((layer) => fill(words.inPercent, { name: layerName(layer, words) }))],
      rows: rows.map((row) => [
        row.title,
        ...ledgerLayers.map((layer) => formatLayerBytes(percentOf(row, layer), words)),
      ]),
    },
  });
};

interface LayerPlan {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly axis: string;
  readonly run: RunResult;
  readonly rows: readonly LedgerRow[];
  readonly max?: number;
  readonly valueOf: (row: LedgerRow, layer: LedgerLayer) => number | null;
  readonly textOf: (row: LedgerRow, layer: LedgerLayer) => string;
  readonly endOf: (row: LedgerRow) => string;
  readonly markOf: (row: LedgerRow) => number | null;
  readonly describe: (row: LedgerRow) => string;
  readonly table: ChartDefinition['table'];
}

const layerChart = (look: ResolvedLook, plan: LayerPlan): ChartDefinition | null => {
  const { id, title, caption, rows, run, valueOf, textOf, endOf, markOf, describe, table } = plan;
  const layers = ledgerLayers.filter((layer) => rows.some((row) => (row.layers[layer] ?? 0) > 0));
  if (layers.length === 0) return null;
  const shared = sharedOptions(look, { title, caption, runs: [{ run }] });
  const marks = rows.map(markOf);
  const ends = rows.map(endOf);
  return {
    id,
    title,
    caption,
    description: describeChart(look, title, rows.map(describe)),
    config: {
      type: 'bar',
      data: {
        labels: rows.map((row) => `${row.letter}  ${row.title}`),
        datasets: layers.map((layer) =>
          dataset(
            look,
            layer,
            rows.map((row) => valueOf(row, layer)),
          ),
        ),
      },
      options: {
        ...shared,
        indexAxis: 'y',
        layout: { padding: look.isPicture ? { top: 20, right: 110, bottom: 18, left: 22 } : { right: 68 } },
        scales: stacked(barScales(look, plan)),
      },
    },
    ticks: {},
    shortLabels: rows.map((row) => `${row.letter} ${row.id}`),
    barTexts: layers.map((_, at) => (at === layers.length - 1 ? ends : [])),
    endLetters: [],
    marks: marks.every((mark) => mark === null)
      ? null
      : { label: look.words.kernel, dataset: layers.length - 1, values: marks },
    layers: {
      hatches: layers.map((layer) => layerHatches[layer]),
      texts: layers.map((layer) => rows.map((row) => textOf(row, layer))),
    },
    reference: null,
    ink: look.ink,
    table,
  };
};

const stacked = ({ x, y }: ReturnType<typeof barScales>) => ({
  x: { ...x, stacked: true },
  y: { ...y, stacked: true },
});

/** What was derived may come out a little below nothing; a bar has no place for that. */
const dataset = ({ theme, ink, words }: ResolvedLook, layer: LedgerLayer, values: readonly (number | null)[]) => ({
  label: layerName(layer, words),
  data: values.map((value) => (value === null ? null : Math.max(0, value))),
  backgroundColor: layerColours[theme][layer],
  borderColor: ink.surface,
  borderWidth: { left: 0, top: 0, bottom: 0, right: 1 },
  borderSkipped: false,
  maxBarThickness: 44,
  categoryPercentage: 0.86,
  barPercentage: 0.9,
});

const percentOf = ({ layers, total }: LedgerRow, layer: LedgerLayer): number | null => {
  const share = ratio(layers[layer], total);
  return share === null ? null : share * 100;
};

/** The total, and what the kernel makes of it. */
const describeTotal =
  ({ words, figures: { formatBytes } }: ResolvedLook) =>
  ({ title, total, kernel }: LedgerRow): string =>
    fill(kernel === null ? words.ledgerTotal : words.ledgerTotalKernel, {
      title,
      total: formatBytes(total),
      kernel: formatBytes(kernel),
    });

/** The three largest layers. */
const describeShares =
  ({ words, figures: { formatShare, joinWords } }: ResolvedLook) =>
  ({ title, layers, total }: LedgerRow): string => {
    const largest = ledgerLayers
      .filter((layer) => (layers[layer] ?? 0) > 0)
      .toSorted((one, other) => (layers[other] ?? 0) - (layers[one] ?? 0))
      .slice(0, 3)
      .map((layer) => `${formatShare(ratio(layers[layer], total))} ${layerName(layer, words)}`);
    return `${title} ${largest.length === 0 ? noFigure : joinWords(largest)}`;
  };
