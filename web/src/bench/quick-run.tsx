// A quick run of the bench from the page: which transports, how it goes on, and its end.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { isTransportId, ladderIds, transportIds, type TransportId } from '../../../servers/protocol/catalog.ts';
import type { RunProgress } from '../../../servers/protocol/control.ts';
import type { LabPage } from '../lab-page.ts';
import { Badge } from '../parts/badge.tsx';
import { reportTexts } from '../text/report-texts.ts';
import { formatNumber, say } from '../text/say.ts';
import type { ViewProps } from '../views.ts';
import type { BenchState } from './bench-state.ts';
import { readProgressLine } from './progress-line.ts';

interface QuickRunProps extends ViewProps {
  readonly state: BenchState;
}

/** Why nobody can start or stop a run from here; '' = one can. */
const obstacleOf = (page: LabPage): string => {
  if (page.isReplay.value) return say('bench.run.replay');
  if (page.source.channel.status.value !== 'open') return say('bench.run.closed');
  return page.isTrainer.value ? '' : say('bench.run.viewer');
};

export const QuickRun = ({ page, state }: QuickRunProps) => {
  const chosen = useSignal<readonly TransportId[]>(ladderIds);
  const obstacle = obstacleOf(page);
  const run = page.isReplay.value ? null : page.source.channel.run.value;
  return (
    <section aria-labelledby="quick-title" class="quick">
      <h2 id="quick-title">{say('bench.run.title')}</h2>
      <p class="small">{say('bench.run.what')}</p>
      {run?.status === 'running' ? (
        <Running page={page} run={run} isStoppable={obstacle === ''} />
      ) : (
        <Idle page={page} state={state} chosen={chosen} obstacle={obstacle} />
      )}
      <p role="status" class="outcome">
        {state.notice.value}
      </p>
      {obstacle !== '' && <p id="quick-obstacle">{obstacle}</p>}
      <p class="small">{say('bench.run.load')}</p>
    </section>
  );
};

interface IdleProps extends QuickRunProps {
  readonly chosen: Signal<readonly TransportId[]>;
  readonly obstacle: string;
}

const Idle = ({ page, state, chosen, obstacle }: IdleProps) => {
  const start = async (): Promise<void> => {
    state.isOwnRun.value = true;
    state.isOwnRun.value = await page.ask({ do: 'run', transports: chosen.peek() });
  };
  return (
    <>
      <fieldset class="choice">
        <legend class="small">{say('bench.transports')}</legend>
        {transportIds.map((id) => (
          <TransportChoice key={id} id={id} chosen={chosen} />
        ))}
      </fieldset>
      <button
        type="button"
        class="primary"
        disabled={obstacle !== '' || chosen.value.length === 0}
        aria-describedby={obstacle === '' ? undefined : 'quick-obstacle'}
        onClick={() => void start()}
      >
        {say('bench.run.start')}
      </button>
    </>
  );
};

const TransportChoice = ({
  id,
  chosen,
}: {
  readonly id: TransportId;
  readonly chosen: Signal<readonly TransportId[]>;
}) => (
  <label class="tick">
    <input
      type="checkbox"
      checked={chosen.value.includes(id)}
      onChange={({ currentTarget: { checked } }) => {
        // In the order of the ladder, whatever the order of the clicks.
        chosen.value = transportIds.filter((other) => (other === id ? checked : chosen.peek().includes(other)));
      }}
    />
    <Badge id={id} />
    {say(`race.name.${id}`)}
  </label>
);

interface RunningProps extends ViewProps {
  readonly run: Extract<RunProgress, { status: 'running' }>;
  readonly isStoppable: boolean;
}

const Running = ({ page, run, isStoppable }: RunningProps) => {
  const id = useId();
  const { subject, secondsLeft } = readProgressLine(run.line);
  const left = useCountdown(run, secondsLeft);
  return (
    <div class="progress">
      <label for={id}>
        {say('bench.run.step', {
          step: formatNumber(Math.min(run.of, run.done + 1)),
          of: formatNumber(run.of),
          what: titleOf(subject),
        })}
      </label>
      <progress id={id} max={run.of} value={run.done} />
      <span class="small">{left === null ? '' : say('bench.run.left', { seconds: formatNumber(left) })}</span>
      <button type="button" disabled={!isStoppable} onClick={() => void page.ask({ do: 'stop-run' })}>
        {say('bench.run.stop')}
      </button>
    </div>
  );
};

/** A step may take some seconds, and its line is said when it begins. */
const useCountdown = (run: RunProgress, seconds: number | null): number | null => {
  const left = useSignal(seconds);
  useEffect(() => {
    left.value = seconds;
    const timer = setInterval(() => {
      if (left.peek() !== null) left.value = Math.max(0, (left.peek() ?? 0) - 1);
    }, 1000);
    return () => clearInterval(timer);
  }, [run]);
  return left.value;
};

const titleOf = (subject: string): string => {
  if (isTransportId(subject)) return say(`race.name.${subject}`);
  return subject === 'floor' ? (reportTexts.value?.floor ?? subject) : subject;
};
