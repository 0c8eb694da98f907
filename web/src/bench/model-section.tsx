// Theory beside measurement: every prediction with its measurement, its deviation and its mark, filtered and sorted.
import { useId } from 'preact/hooks';
import {
  byDeviation,
  formatDeviation,
  modelChecks,
  modelTable,
  type ModelCheck,
} from '../../../bench/report/chart-model.ts';
import type { RunResult } from '../../../bench/report/result.ts';
import { judgedTransports, marks, outcomeWord, reasonWord } from '../../../bench/report/verdict.ts';
import type { ReportWords } from '../../../bench/report/words.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { say, sayCount } from '../text/say.ts';
import type { BenchState } from './bench-state.ts';
import { Tick } from './tick.tsx';

interface ModelProps {
  readonly run: RunResult;
  readonly state: BenchState;
  readonly words: ReportWords;
}

export const ModelSection = ({ run, state, words }: ModelProps) => {
  const checks = modelChecks(run, words);
  const shown = chooseChecks(checks, state);
  return (
    <section aria-labelledby="model-title">
      <h2 id="model-title">{say('bench.model')}</h2>
      <p class="small">{say('bench.modelHow')}</p>
      {checks.length > 0 && (
        <>
          <div class="toolbar">
            <TransportFilter run={run} state={state} words={words} />
            <Tick flag={state.isModelOpenOnly} label={say('bench.modelOpenOnly')} />
            <Tick flag={state.isModelByDeviation} label={say('bench.modelFurthest')} />
          </div>
          <p class="small">{sayCount('bench.modelShown', checks.length, { shown: shown.length })}</p>
        </>
      )}
      {shown.length > 0 && <Checks checks={shown} words={words} />}
    </section>
  );
};

const chooseChecks = (checks: readonly ModelCheck[], state: BenchState): readonly ModelCheck[] => {
  const lane = state.modelLane.value;
  const chosen = checks.filter(
    ({ id, outcome }) => (lane === '' || id === lane) && (!state.isModelOpenOnly.value || outcome !== 'holds'),
  );
  return state.isModelByDeviation.value ? byDeviation(chosen) : chosen;
};

/** Each transport with how many of its predictions hold, fail and cannot be told. */
const TransportFilter = ({ run, state, words }: ModelProps) => {
  const id = useId();
  return (
    <span class="field">
      <label for={id}>{say('bench.transports')}</label>
      <select
        id={id}
        value={state.modelLane.value}
        onChange={({ currentTarget }) => (state.modelLane.value = currentTarget.value)}
      >
        <option value="">{say('bench.all')}</option>
        {judgedTransports(run, words).map(({ id: transport, letter, title, counts }) => (
          <option key={transport} value={transport}>
            {letter} {title}: ✓ {counts.holds}, ✗ {counts.fails}, – {counts.undecided}
          </option>
        ))}
      </select>
    </span>
  );
};

const Checks = ({ checks, words }: { readonly checks: readonly ModelCheck[]; readonly words: ReportWords }) => {
  const { head } = modelTable([], words);
  return (
    <DataTable
      caption={say('bench.model')}
      isCaptionHidden
      isTall
      head={head}
      textColumns={[0, 1, 2, 5]}
      rows={checks.map((check) => [
        <span class="row-name" key="name">
          <Badge id={check.id} /> {check.title}
        </span>,
        check.name,
        <Verdict key="verdict" check={check} words={words} />,
        check.predicted,
        check.measured,
        check.unit,
        formatDeviation(check.deviation, words),
      ])}
    />
  );
};

/** What does not hold says why. */
const Verdict = ({ check, words }: { readonly check: ModelCheck; readonly words: ReportWords }) => (
  <span class={check.outcome === 'fails' ? 'bad-text' : undefined}>
    {marks[check.outcome].sign} {outcomeWord(check.outcome, words)}
    {check.outcome !== 'holds' && <span class="small why">{reasonWord(check, words)}</span>}
  </span>
);
