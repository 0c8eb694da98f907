// The latency chart of a run with "the same in this browser" over it: its switch, its lines, and what differs.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useMemo } from 'preact/hooks';
import type { ChartDefinition, ChartTheme } from '../../../bench/report/chart-definition.ts';
import { withOverlay } from '../../../bench/report/chart-overlay.ts';
import { describeTransport, ladderIds, type TransportId } from '../../../servers/protocol/catalog.ts';
import { DataTable } from '../parts/data-table.tsx';
import { formatNumber, say } from '../text/say.ts';
import { browserLines, conditionsOf, settingsOf, withConditions } from './browser-lines.ts';
import { RunChart } from './run-chart.tsx';
import type { RunPageProps } from './run-page.tsx';
import { Tick } from './tick.tsx';

interface BrowserChartProps extends RunPageProps {
  readonly definition: ChartDefinition;
  readonly picture: () => ChartDefinition;
  readonly fileName: string;
  readonly theme: ChartTheme;
}

/** Twice the lines want a ring each at their ends, and twice the legend. */
const overlaidHeightPx = 640;

export const BrowserChart = (props: BrowserChartProps) => {
  const { page, state, words, run, definition, picture, theme, fileName } = props;
  const isShown = state.isBrowserShown.value;
  const beat = useBeat(isShown && !page.cursor.isPaused.value);
  const lane = state.browserLane.value;
  const ids = ladderIds.filter((id) => run.workload.transports.includes(id) && (lane === '' || id === lane));
  const session = page.session.value;
  const lines = useMemo(
    () => (isShown ? browserLines(session, ids, theme) : []),
    [isShown, session, ids.join(), theme, words, beat],
  );
  const overlaid = useMemo(() => withOverlay(definition, lines, words), [definition, lines, words]);
  return (
    <RunChart
      definition={overlaid}
      picture={() =>
        lines.length === 0 ? picture() : withConditions(withOverlay(picture(), lines, words), pairsOf(props))
      }
      fileName={fileName}
      {...(lines.length > 2 && { heightPx: overlaidHeightPx })}
    >
      <div class="toolbar">
        <Tick flag={state.isBrowserShown} label={say('bench.browser.show')} />
        {isShown && <LaneChoice {...props} />}
      </div>
      {isShown && <Differences {...props} ids={ids} />}
    </RunChart>
  );
};

const beatMs = 1000;

/** A number that changes once a second while something has to be drawn anew. */
const useBeat = (isBeating: boolean): number => {
  const beat = useSignal(0);
  useEffect(() => {
    if (!isBeating) return undefined;
    const timer = setInterval(() => (beat.value += 1), beatMs);
    return () => clearInterval(timer);
  }, [isBeating]);
  return beat.value;
};

const LaneChoice = ({ state, run }: BrowserChartProps) => {
  const id = useId();
  return (
    <span class="field">
      <label for={id}>{say('bench.browser.lane')}</label>
      <select
        id={id}
        value={state.browserLane.value}
        onChange={({ currentTarget }) => (state.browserLane.value = currentTarget.value)}
      >
        <option value="">{say('bench.all')}</option>
        {ladderIds
          .filter((lane) => run.workload.transports.includes(lane))
          .map((lane) => (
            <option key={lane} value={lane}>
              {describeTransport(lane).letter} {describeTransport(lane).title}
            </option>
          ))}
      </select>
    </span>
  );
};

const pairsOf = ({ page, run }: RunPageProps) =>
  conditionsOf(page.room.value?.settings ?? null, page.state.pollIntervalMs.value, run.workload);

/** Curves of other conditions do not compare: what differs stands beside them, and can be made the same. */
const Differences = (props: BrowserChartProps & { readonly ids: readonly TransportId[] }) => {
  const { page, run, ids } = props;
  const { workload } = run;
  const pairs = pairsOf(props);
  const counts = ids.map(
    (id) => `${describeTransport(id).letter} ${formatNumber(page.session.value.lanes[id].present.latency.n)}`,
  );
  const isSame = pairs.every(({ here, there }) => here === there);
  const apply = async (): Promise<void> => {
    await page.set(settingsOf(workload));
    page.setPollInterval(workload.pollIntervalMs);
  };
  return (
    <div class="differences">
      <DataTable
        caption={say('bench.browser.differences')}
        head={[say('bench.browser.condition'), say('bench.browser.here'), say('bench.browser.there')]}
        rows={pairs.map(({ condition, here, there }) => [
          say(`bench.browser.${condition}`),
          `${here === there ? '' : '≠ '}${here === null ? '–' : formatPlain(here)}`,
          formatPlain(there),
        ])}
      />
      <div>
        <p class="small">{say('bench.browser.what', { clients: formatNumber(workload.clients) })}</p>
        <p class="toolbar">
          <button type="button" disabled={!page.isTrainer.value || isSame} onClick={() => void apply()}>
            {say('bench.browser.apply')}
          </button>
          {!page.isReplay.value && !page.isTrainer.value && <span class="small">{say('race.notTrainer')}</span>}
          <span class="small">{say('bench.browser.samples', { counts: counts.join(' · ') })}</span>
        </p>
      </div>
    </div>
  );
};

const formatPlain = (value: number): string => formatNumber(value, Number.isInteger(value) ? 0 : 2);
