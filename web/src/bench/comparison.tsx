// Two to four runs side by side: their verdicts, what they differ in, and the charts that compare them.
import { useId, useMemo } from 'preact/hooks';
import { comparedBarsChart, comparedBarsHeightPx, comparedLatencyChart } from '../../../bench/report/chart-compare.ts';
import { comparedFacts, runMarks, type ComparedRun } from '../../../bench/report/compared-runs.ts';
import type { ChartDefinition, ChartLook } from '../../../bench/report/chart-definition.ts';
import { verdictSentence } from '../../../bench/report/verdict.ts';
import type { ReportWords } from '../../../bench/report/words.ts';
import { describeTransport, transportIds, type TransportId } from '../../../servers/protocol/catalog.ts';
import { DataTable } from '../parts/data-table.tsx';
import { isDark } from '../parts/media.ts';
import { say, sayCount } from '../text/say.ts';
import type { BenchState } from './bench-state.ts';
import { RunChart } from './run-chart.tsx';

interface ComparisonProps {
  readonly state: BenchState;
  readonly runs: readonly ComparedRun[];
  readonly words: ReportWords;
}

export const Comparison = ({ state, runs, words }: ComparisonProps) => {
  const facts = comparedFacts(runs, words);
  return (
    <article class="run" aria-labelledby="run-title">
      <h2 id="run-title">{sayCount('bench.comparedCount', runs.length)}</h2>
      <ul class="verdicts">
        {runs.map(({ label, run }, at) => (
          <li key={runMarks[at]?.letter} class={run.void ? 'warning' : undefined}>
            <strong>
              {runMarks[at]?.letter} {label}:
            </strong>{' '}
            {verdictSentence(run, words)}
          </li>
        ))}
      </ul>
      {facts.rows.length > 0 && (
        <details class="facts" open>
          <summary>{say('bench.compareFacts')}</summary>
          <DataTable
            caption={say('bench.compareFacts')}
            isCaptionHidden
            head={facts.head}
            rows={facts.rows}
            textColumns={facts.head.map((_, at) => at)}
          />
        </details>
      )}
      <Charts state={state} runs={runs} words={words} />
    </article>
  );
};

const Charts = ({ state, runs, words }: ComparisonProps) => {
  const theme = isDark.value ? 'dark' : 'light';
  const ids = transportIds.filter((id) => runs.some(({ run }) => run.transports.some((result) => result.id === id)));
  const lane = ids.find((id) => id === state.comparedLane.value) ?? ids.at(-2) ?? ids[0];
  const charts = useMemo(
    () => chartsOf(runs, lane, { theme, words }),
    [runs.map(({ label }) => label).join(), lane, theme, words],
  );
  return (
    <section class="charts" aria-label={say('bench.charts')}>
      {charts.map((definition, at) => (
        <RunChart
          key={definition.id}
          definition={definition}
          picture={() => chartsOf(runs, lane, { theme, words, surface: 'picture' })[at] ?? definition}
          fileName={runs
            .map(({ label }) => label)
            .join('-')
            .replaceAll(/[^\p{L}\p{N}-]+/gu, '-')}
          {...(definition.config.type === 'bar' && { heightPx: comparedBarsHeightPx(definition) })}
        >
          {definition.config.type === 'line' && lane && <LaneChoice state={state} ids={ids} lane={lane} />}
        </RunChart>
      ))}
    </section>
  );
};

const chartsOf = (
  runs: readonly ComparedRun[],
  lane: TransportId | undefined,
  look: ChartLook,
): readonly ChartDefinition[] => [
  ...(lane ? [comparedLatencyChart(runs, lane, look)] : []),
  ...(['p50', 'p99', 'bytes'] as const).map((figure) => comparedBarsChart(runs, figure, look)),
];

interface LaneChoiceProps {
  readonly state: BenchState;
  readonly ids: readonly TransportId[];
  readonly lane: TransportId;
}

const LaneChoice = ({ state, ids, lane }: LaneChoiceProps) => {
  const id = useId();
  return (
    <p class="toolbar">
      <span class="field">
        <label for={id}>{say('bench.transports')}</label>
        <select id={id} value={lane} onChange={({ currentTarget }) => (state.comparedLane.value = currentTarget.value)}>
          {ids.map((one) => (
            <option key={one} value={one}>
              {describeTransport(one).letter} {describeTransport(one).title}
            </option>
          ))}
        </select>
      </span>
    </p>
  );
};
