// The list of exchanges: filtered, ordered, held still on demand, a page at a time.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isTransportId } from '../../../servers/protocol/catalog.ts';
import { formatNumber, say, sayCount } from '../text/say.ts';
import { byColumn, byNews, matches } from './columns.ts';
import { ExchangeTable } from './exchange-table.tsx';
import { selfOf } from './initiator.ts';
import { formatExchange } from './permalink.ts';
import type { WireLog } from './wire-log.ts';
import type { WireRow } from './wire-reader.ts';
import { FindField, WireFilters } from './wire-filters.tsx';
import type { WireProps } from './wire-view.tsx';

/** Rows that stand in the table at once. */
const pageRows = 60;

export const ExchangeList = (props: WireProps) => {
  const { state } = props;
  const at = useSignal(0);
  const { rows, waiting } = useHeld(props, wantedRows(props));
  const first = Math.min(at.value, Math.max(0, rows.length - 1));
  const from = first - (first % pageRows);
  const shown = rows.slice(from, from + pageRows);
  return (
    <section class="wire-list" aria-label={say('wire.exchanges')}>
      <div class="wire-bar">
        <WireFilters {...props} />
        <FindField {...props} />
        <p class="wire-count">{countText(props, rows.length)}</p>
        <button
          type="button"
          aria-pressed={state.isFollowing.value}
          onClick={() => void (state.isFollowing.value = !state.isFollowing.value)}
        >
          {say('wire.follow')}
        </button>
        {waiting > 0 && <span class="small">{sayCount('wire.waiting', waiting)}</span>}
        {rows.length > pageRows && (
          <span class="wire-pages">
            <button type="button" disabled={from === 0} onClick={() => void (at.value = from - pageRows)}>
              {say('wire.rowsBefore')}
            </button>
            <span class="small">
              {say('wire.rowsShown', { from: formatNumber(from + 1), to: formatNumber(from + shown.length) })}
            </span>
            <button
              type="button"
              disabled={from + pageRows >= rows.length}
              onClick={() => void (at.value = from + pageRows)}
            >
              {say('wire.rowsAfter')}
            </button>
          </span>
        )}
      </div>
      <ExchangeTable {...props} rows={shown} />
    </section>
  );
};

const countText = ({ page, log }: WireProps, count: number): string => {
  if (log.isCatchingUp.value) return say('wire.catchingUp');
  if (count > 0) return sayCount('wire.count', count);
  return say(page.isReplay.value || page.cursor.mode.value !== 'live' ? 'wire.nothingRecorded' : 'wire.nothing');
};

/** Those that were asked for, in the order that was asked for. */
const wantedRows = ({ page, state, log }: WireProps): readonly WireRow[] => {
  const { only } = state;
  const connection = state.connection.value;
  const words = state.find.value.trim();
  const self = selfOf(page);
  const order = state.order.value;
  return log.rows.value
    .filter(
      (row) =>
        (only.length === 0 || (isTransportId(row.exchange.transport) && only.includes(row.exchange.transport))) &&
        (connection === null || row.exchange.connection === connection) &&
        (words === '' || matches(row, words, self)),
    )
    .sort(order ? byColumn(order.column, order.isDescending, page.cursor.shownMs.peek()) : byNews);
};

interface Held {
  /** What was asked for when it was held, and of which session. */
  readonly question: string;
  readonly log: WireLog;
  readonly keys: readonly string[];
}

/** A list that is held keeps its rows and their order; what came since waits. */
const useHeld = (
  { state, log }: WireProps,
  wanted: readonly WireRow[],
): { rows: readonly WireRow[]; waiting: number } => {
  const held = useRef<Held>({ question: '', keys: [], log });
  const { only, find, connection, order, isFollowing } = state;
  const question = JSON.stringify([only, find.value, connection.value, order.value]);
  if (isFollowing.value || held.current.question !== question || held.current.log !== log) {
    held.current = { question, log, keys: wanted.map(({ exchange }) => formatExchange(exchange)) };
    return { rows: wanted, waiting: 0 };
  }
  const byKey = new Map(wanted.map((row) => [formatExchange(row.exchange), row]));
  const rows = held.current.keys.map((key) => byKey.get(key)).filter((row) => row !== undefined);
  return { rows, waiting: wanted.length - rows.length };
};
