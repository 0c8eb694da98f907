// The bench view: which runs there are, one of them or some side by side, and a quick run from here.
import { useEffect } from 'preact/hooks';
import type { ReportWords } from '../../../bench/report/words.ts';
import { reportTexts } from '../text/report-texts.ts';
import { say } from '../text/say.ts';
import type { ViewProps } from '../views.ts';
import { benchStateOf, isRun, type BenchState } from './bench-state.ts';
import { Comparison } from './comparison.tsx';
import { QuickRun } from './quick-run.tsx';
import { RunList } from './run-list.tsx';
import { labelOf } from './run-label.ts';
import { RunPage } from './run-page.tsx';

export const BenchView = ({ page }: ViewProps) => {
  const state = benchStateOf(page);
  useLookingAgain(state);
  const words = reportTexts.value;
  return (
    <div class="bench">
      <h1>{say('bench.title')}</h1>
      <p>{say('bench.lead')}</p>
      <div class="bench-top">
        <RunList page={page} state={state} />
        <QuickRun page={page} state={state} />
      </div>
      {words ? <Shown page={page} state={state} words={words} /> : <p>{say('shell.loading')}</p>}
    </div>
  );
};

/** A run may have ended in a terminal while the page was not in front. */
const useLookingAgain = (state: BenchState): void =>
  useEffect(() => {
    const look = (): void => {
      if (!document.hidden) void state.look();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [state]);

interface ShownProps extends ViewProps {
  readonly state: BenchState;
  readonly words: ReportWords;
}

const Shown = ({ page, state, words }: ShownProps) => {
  const wanted = state.wanted.value;
  const opened = wanted.map((directory) => ({ directory, run: state.opened(directory) }));
  const refused = opened.flatMap(({ run }) => (run && !isRun(run) ? [run.why] : []));
  const runs = opened.flatMap(({ directory, run }) =>
    isRun(run) ? [{ directory, run, label: labelOf(directory, run) }] : [],
  );
  const isWhole = runs.length + refused.length === wanted.length;
  const [first] = runs;
  return (
    <>
      {refused.map((why) => (
        <p class="warning" key={why}>
          {say('bench.unreadable', { why })}
        </p>
      ))}
      {!isWhole && <p>{say('shell.loading')}</p>}
      {isWhole && wanted.length > 1 && runs.length > 0 && <Comparison state={state} runs={runs} words={words} />}
      {wanted.length === 1 && first && (
        <RunPage key={first.directory} page={page} state={state} words={words} {...first} />
      )}
    </>
  );
};
