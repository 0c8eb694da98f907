// A server that stood still, as bars: what was measured beside what a closed-loop tool would have told. Browser-safe.
import { barChart, describedBar } from './chart-bar-plan.ts';
import type { ChartDefinition } from './chart-definition.ts';
import type { ResolvedLook } from './chart-look.ts';
import { freezeMsOf, freezeRows, tellingPercentile } from './freeze.ts';
import type { RunResult } from './result.ts';
import { fill } from './words.ts';

/** The percentile that a closed loop gets most wrong. `null` of a run without a freeze. */
export const freezeChart = (run: RunResult, look: ResolvedLook): ChartDefinition | null => {
  const rows = freezeRows(run, look.words).flatMap(({ id, ms }) => (id === null ? [] : [{ id, ms }]));
  if (rows.length === 0) return null;
  const { words, figures } = look;
  const { formatMs, formatPlain } = figures;
  const name = tellingPercentile(run);
  const floor = run.floor?.latencyMs[name] ?? null;
  const values = (source: 'computed' | 'measured' | 'closedLoop') => rows.map(({ ms }) => ms[source]?.[name] ?? null);
  return barChart(look, {
    id: 'freeze',
    run,
    title: fill(words.freezeTitle, { ms: formatPlain(freezeMsOf(run)), name }),
    caption: words.freezeCaption,
    axis: fill(words.inMs, { name }),
    bars: rows.map(({ id }) => describedBar(id)),
    series: [
      { label: words.measured, values: values('measured'), text: formatMs },
      { label: words.closedLoop, values: values('closedLoop'), text: formatMs, isOutlined: true },
    ],
    marks: { label: words.computed, dataset: 0, values: values('computed') },
    reference:
      floor === null
        ? null
        : { value: floor, label: fill(words.bareTcp, { value: formatMs(floor) }), colour: look.ink.floor },
  });
};
