// A server that stood still, as bars: what was measured beside what a closed-loop tool would have told. Browser-safe.
import { barChart, describedBar } from './chart-bar-plan.ts';
import type { ChartDefinition } from './chart-definition.ts';
import type { ResolvedLook } from './chart-look.ts';
import { formatMs, formatPlain } from './figures.ts';
import { freezeMsOf, freezeRows, tellingPercentile } from './freeze.ts';
import type { RunResult } from './result.ts';

/** The percentile that a closed loop gets most wrong. `null` of a run without a freeze. */
export const freezeChart = (run: RunResult, look: ResolvedLook): ChartDefinition | null => {
  const rows = freezeRows(run).flatMap(({ id, ms }) => (id === null ? [] : [{ id, ms }]));
  if (rows.length === 0) return null;
  const name = tellingPercentile(run);
  const floor = run.floor?.latencyMs[name] ?? null;
  const values = (source: 'computed' | 'measured' | 'closedLoop') => rows.map(({ ms }) => ms[source]?.[name] ?? null);
  return barChart(look, {
    id: 'freeze',
    run,
    title: `The server stands still for ${formatPlain(freezeMsOf(run))} ms: ${name}`,
    caption:
      'Latency in ms, linear. Filled: measured; the stroke: computed. Outlined: what a tool would tell that waits for each answer.',
    axis: `${name}, ms`,
    bars: rows.map(({ id }) => describedBar(id)),
    series: [
      { label: 'measured', values: values('measured'), text: formatMs },
      { label: 'closed loop', values: values('closedLoop'), text: formatMs, isOutlined: true },
    ],
    marks: { label: 'computed', dataset: 0, values: values('computed') },
    reference: floor === null ? null : { value: floor, label: `bare TCP ${formatMs(floor)}`, colour: look.ink.floor },
  });
};
