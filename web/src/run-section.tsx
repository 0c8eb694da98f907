// The newest measured run: its headline as a table, its verdict, and its charts.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { chartDefinitions } from '../../bench/report/chart-definitions.ts';
import { headlineColumns, headlineRows, workloadLine, type HeadlineRow } from '../../bench/report/headline.ts';
import type { RunResult } from '../../bench/report/result.ts';
import { verdictSentence } from '../../bench/report/verdict.ts';
import { Badge } from './badge.tsx';
import { DataTable } from './data-table.tsx';
import { isDark } from './media.ts';
import { readNewestRun, type NewestRun } from './newest-run.ts';
import { RunChart } from './run-chart.tsx';
import { say } from './text.ts';

/** Looks again whenever the page comes back to the front: a run may have ended in the meantime. */
export const RunSection = () => {
  const newest = useSignal<NewestRun | undefined>(undefined);
  useEffect(() => {
    const look = (): void => {
      if (document.hidden) return;
      void readNewestRun().then((found) => {
        const { value: known } = newest;
        const isKnown = known?.kind === 'run' && found.kind === 'run' && known.directory === found.directory;
        if (!isKnown) newest.value = found;
      });
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [newest]);
  return (
    <section class="run" aria-labelledby="run-title">
      <h2 id="run-title">{say('run')}</h2>
      {newest.value && <Newest newest={newest.value} />}
    </section>
  );
};

const Newest = ({ newest }: { readonly newest: NewestRun }) => {
  switch (newest.kind) {
    case 'none':
      return (
        <p>
          {say('runNone')} <code>{say('runCommand')}</code>
        </p>
      );
    case 'unreadable':
      return <p>{say('runUnreadable', newest)}</p>;
    case 'run':
      return <Run run={newest.run} directory={newest.directory} />;
  }
};

const Run = ({ run, directory }: { readonly run: RunResult; readonly directory: string }) => {
  const theme = isDark.value ? 'dark' : 'light';
  const charts = useMemo(() => chartDefinitions(run, { theme }), [run, theme]);
  const { startedAt, cpuModel, cores, node } = run.environment;
  const date = new Date(startedAt).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short' });
  return (
    <>
      <p class={run.void ? 'warning' : 'verdict'}>{verdictSentence(run)}</p>
      <p class="small">
        {workloadLine(run.workload)}. {say('runMeasured', { date, cpu: cpuModel, cores, node })}{' '}
        <a href={`/results/${encodeURIComponent(directory)}/report.html`}>{say('runReport')}</a>
      </p>
      <DataTable
        caption={say('runTable')}
        head={[say('runTransport'), ...headlineColumns.map(({ words }) => words)]}
        rows={headlineRows(run).map((row) => [<RowName key={row.title} row={row} />, ...cellsOf(row)])}
      />
      <div class="charts">
        {charts.map((definition) => (
          <RunChart key={definition.id} definition={definition} />
        ))}
      </div>
    </>
  );
};

const RowName = ({ row }: { readonly row: HeadlineRow }) => (
  <span class="row-name">
    {row.id && <Badge id={row.id} />} {row.title}
  </span>
);

const cellsOf = (row: HeadlineRow): readonly string[] => headlineColumns.map(({ cell }) => cell(row));
