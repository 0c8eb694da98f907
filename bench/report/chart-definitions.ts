// The charts of a run, each defined once: the PNGs, the HTML report and the dashboard draw the same ones. Browser-safe.
import { bytesChart, capacityChart, cpuChart, emptyChart, requestsChart } from './chart-bars.ts';
import type { ChartDefinition, ChartLook } from './chart-definition.ts';
import { freezeChart } from './chart-freeze.ts';
import { latencyChart } from './chart-latency.ts';
import { ledgerChart, ledgerShareChart } from './chart-ledger.ts';
import { resolveLook } from './chart-look.ts';
import type { RunResult } from './result.ts';

/**
 * Every chart of a run as plain data, most telling first.
 *
 * @param look theme and surface; light, for a page, by default
 */
export const chartDefinitions = (run: RunResult, look: ChartLook = {}): readonly ChartDefinition[] => {
  const resolved = resolveLook(look);
  const charts = [
    latencyChart,
    freezeChart,
    bytesChart,
    cpuChart,
    ledgerChart,
    ledgerShareChart,
    emptyChart,
    requestsChart,
    capacityChart,
  ];
  return charts.flatMap((draw) => draw(run, resolved) ?? []);
};
