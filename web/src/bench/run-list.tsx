// The runs that there are, newest first: one is open, some are chosen to stand side by side.
import type { TargetedMouseEvent } from 'preact';
import { isTransportId } from '../../../servers/protocol/catalog.ts';
import type { ListedRun, UnreadableRun } from '../../../servers/protocol/results-index.ts';
import { Badge } from '../parts/badge.tsx';
import { say, sayCount } from '../text/say.ts';
import type { ViewProps } from '../views.ts';
import { maximumCompared, type BenchState } from './bench-state.ts';
import { isReadable } from './results.ts';
import { formatMoment, nameOf } from './run-label.ts';

interface RunListProps extends ViewProps {
  readonly state: BenchState;
}

export const RunList = ({ page, state }: RunListProps) => {
  const index = state.index.value;
  return (
    <section aria-labelledby="runs-title" class="runs">
      <h2 id="runs-title">{say('bench.runs')}</h2>
      {state.why.value !== '' && <p class="warning">{say('bench.indexMissing', { why: state.why.value })}</p>}
      {index?.runs.length === 0 && (
        <p>
          {say('bench.none')} <code>npm run bench</code>
        </p>
      )}
      {index && index.runs.length > 0 && <RunTable page={page} state={state} runs={index.runs} />}
    </section>
  );
};

const RunTable = ({ page, state, runs }: RunListProps & { readonly runs: readonly (ListedRun | UnreadableRun)[] }) => {
  const count = state.compared.value.length;
  return (
    <>
      <div class="scroll tall" tabIndex={0} role="group" aria-labelledby="runs-title">
        <table>
          <caption class="unseen">
            <span>{say('bench.runs')}</span>
          </caption>
          <thead>
            <tr>
              {(['bench.compare', 'bench.run', 'bench.workload', 'bench.transports'] as const).map((key) => (
                <th scope="col" key={key}>
                  {say(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run) =>
              isReadable(run) ? (
                <RunRow key={run.directory} page={page} state={state} run={run} />
              ) : (
                <UnreadableRow key={run.directory} run={run} />
              ),
            )}
          </tbody>
        </table>
      </div>
      <p class="compare-note">
        <span class="small">
          {count < 2 ? say('bench.compareHow', { most: maximumCompared }) : sayCount('bench.comparedCount', count)}
        </span>
        {count > 0 && (
          <button type="button" onClick={() => state.compareNone()}>
            {say('bench.compareNone')}
          </button>
        )}
      </p>
    </>
  );
};

const RunRow = ({ page, state, run }: RunListProps & { readonly run: ListedRun }) => {
  const { directory, startedAt, workload, transports, isVoid } = run;
  const compared = state.compared.value;
  const isCompared = compared.includes(directory);
  const isOpen = compared.length < 2 && state.open.value === directory;
  const name = nameOf(directory, startedAt);
  const open = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state.compareNone();
    state.chosen.value = directory;
  };
  return (
    <tr class={isOpen || (compared.length > 1 && isCompared) ? 'own' : undefined}>
      <td>
        <label class="tick">
          <input
            type="checkbox"
            aria-label={say('bench.compareRun', { name })}
            checked={isCompared}
            disabled={!isCompared && compared.length >= maximumCompared}
            onChange={(event) => state.compare(directory, event.currentTarget.checked)}
          />
        </label>
      </td>
      <th scope="row">
        <a
          class="run-link"
          href={hrefOf(page.address.href, directory)}
          aria-current={isOpen ? 'true' : undefined}
          onClick={open}
        >
          {name}
        </a>
        {isVoid && <span class="bad-text"> {say('bench.void')}</span>}
        {name === directory && <span class="small run-date">{formatMoment(startedAt)}</span>}
      </th>
      <td>{workload}</td>
      <td>
        <TransportBadges ids={transports} />
      </td>
    </tr>
  );
};

const UnreadableRow = ({ run: { directory, why } }: { readonly run: UnreadableRun }) => (
  <tr class="not-yet">
    <td />
    <th scope="row">{directory}</th>
    <td colSpan={2}>{say('bench.unreadable', { why })}</td>
  </tr>
);

/** The present URL with this run alone. */
const hrefOf = (present: string, directory: string): string => {
  const url = new URL(present);
  url.searchParams.set('run', directory);
  url.searchParams.delete('compare');
  return url.href;
};

const TransportBadges = ({ ids }: { readonly ids: readonly string[] }) => {
  const known = ids.filter(isTransportId);
  return (
    <span class="badges">
      <span class="unseen">{known.map((id) => say(`race.name.${id}`)).join(', ')}</span>
      {known.map((id) => (
        <Badge key={id} id={id} />
      ))}
    </span>
  );
};
