// One run: what it says of itself, its headline, its charts, its predictions, where it ran, and all of it as files.
import { useMemo } from 'preact/hooks';
import { chartDefinitions } from '../../../bench/report/chart-definitions.ts';
import { environmentFacts, workloadFacts } from '../../../bench/report/facts.ts';
import {
  headlineColumnsIn,
  headlineRows,
  workloadLine,
  wordsCell,
  type HeadlineRow,
} from '../../../bench/report/headline.ts';
import type { RunResult } from '../../../bench/report/result.ts';
import { verdictSentence } from '../../../bench/report/verdict.ts';
import type { ReportWords } from '../../../bench/report/words.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { isDark } from '../parts/media.ts';
import { say } from '../text/say.ts';
import type { ViewProps } from '../views.ts';
import type { BenchState } from './bench-state.ts';
import { BrowserChart } from './browser-chart.tsx';
import { Downloads } from './downloads.tsx';
import { ModelSection } from './model-section.tsx';
import { RunChart } from './run-chart.tsx';
import { formatMoment } from './run-label.ts';

export interface RunPageProps extends ViewProps {
  readonly state: BenchState;
  readonly words: ReportWords;
  readonly directory: string;
  readonly run: RunResult;
  readonly label: string;
}

export const RunPage = (props: RunPageProps) => {
  const { state, words, directory, run, label } = props;
  const { startedAt, cpuModel, cores, node } = run.environment;
  return (
    <article class="run" aria-labelledby="run-title">
      <h2 id="run-title">{say('bench.runNamed', { name: label })}</h2>
      <p class={run.void ? 'warning' : 'verdict'}>{verdictSentence(run, words)}</p>
      <p class="small">
        {workloadLine(run.workload, words)}.{' '}
        {say('bench.measured', { date: formatMoment(startedAt, true), cpu: cpuModel, cores, node })}
      </p>
      <Downloads directory={directory} run={run} words={words} />
      <Headline run={run} words={words} />
      <Charts {...props} />
      <ModelSection run={run} state={state} words={words} />
      <section aria-labelledby="studies-title">
        <h2 id="studies-title">{say('bench.studies')}</h2>
        <p>{say('studies' in run ? 'bench.studiesUnread' : 'bench.studiesNone')}</p>
      </section>
      <Facts run={run} words={words} />
    </article>
  );
};

const Headline = ({ run, words }: { readonly run: RunResult; readonly words: ReportWords }) => {
  const columns = headlineColumnsIn(words);
  return (
    <DataTable
      caption={say('bench.headline')}
      head={[words.transport, ...columns.map((column) => column.words)]}
      rows={headlineRows(run, words).map((row) => [
        <RowName key="name" row={row} />,
        ...columns.map((column) => wordsCell(column, row, words)),
      ])}
    />
  );
};

const RowName = ({ row }: { readonly row: HeadlineRow }) => (
  <span class="row-name">
    {row.id && <Badge id={row.id} />} {row.title}
  </span>
);

const Charts = (props: RunPageProps) => {
  const { run, words, directory } = props;
  const theme = isDark.value ? 'dark' : 'light';
  const charts = useMemo(() => chartDefinitions(run, { theme, words }), [run, theme, words]);
  /** The same chart with its title in itself. */
  const pictureOf = (id: string) => () => {
    const pictures = chartDefinitions(run, { theme, words, surface: 'picture' });
    // Both lists are made of the same run by the same functions.
    return pictures.find((definition) => definition.id === id) as (typeof pictures)[number];
  };
  return (
    <section class="charts" aria-label={say('bench.charts')}>
      {charts.map((definition) => {
        const common = { definition, picture: pictureOf(definition.id), fileName: directory };
        return definition.id === 'latency' ? (
          <BrowserChart key="latency" {...props} {...common} theme={theme} />
        ) : (
          <RunChart key={definition.id} {...common} />
        );
      })}
    </section>
  );
};

const Facts = ({ run, words }: { readonly run: RunResult; readonly words: ReportWords }) => (
  <details class="facts">
    <summary>{say('bench.facts')}</summary>
    <dl>
      {[...workloadFacts(run, words), ...environmentFacts(run, words)].map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  </details>
);
