// The table a support engineer knows, with what browsers leave out: connection, request bytes, frames and overhead.
import { computed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { isTransportId } from '../../../servers/protocol/catalog.ts';
import type { Exchange } from '../dissect/exchange.ts';
import { Badge } from '../parts/badge.tsx';
import { formatMs, formatNumber, formatShare, formatSpan, language, say } from '../text/say.ts';
import { columnIds, durationMs, figureOf, fileOf, isFigure, titleOf, type ColumnId } from './columns.ts';
import { initiatorOf, selfOf } from './initiator.ts';
import { formatExchange } from './permalink.ts';
import { cut, visibleLine } from './visible-text.ts';
import type { WireRow } from './wire-reader.ts';
import type { WireProps } from './wire-view.tsx';

interface TableProps extends WireProps {
  readonly rows: readonly WireRow[];
}

export const ExchangeTable = (props: TableProps) => {
  const { state, rows } = props;
  const chosen = state.exchange;
  const chosenKey = chosen && formatExchange(chosen);
  return (
    <div
      class={`scroll wire-rows${chosen ? ' wire-rows-short' : ''}`}
      tabIndex={0}
      role="group"
      aria-label={say('wire.exchanges')}
    >
      <table>
        <caption class="unseen">{say('wire.tableCaption')}</caption>
        <thead>
          <tr>
            {columnIds.map((id) => (
              <Heading key={id} {...props} id={id} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = formatExchange(row.exchange);
            return <Row key={key} {...props} row={row} isChosen={key === chosenKey} />;
          })}
        </tbody>
      </table>
    </div>
  );
};

/** Pressed once it sorts, pressed again the other way round, pressed a third time no more. */
const Heading = ({ state, id }: TableProps & { readonly id: ColumnId }) => {
  const order = state.order.value;
  const isSorted = order?.column === id;
  const press = (): void => {
    const isLast = isSorted && order.isDescending !== isFigure(id);
    state.order.value = isLast ? null : { column: id, isDescending: isSorted ? !order.isDescending : isFigure(id) };
  };
  return (
    <th
      scope="col"
      class={isFigure(id) ? 'number' : undefined}
      aria-sort={isSorted ? (order.isDescending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" onClick={press}>
        {say(titleOf(id))}
        {isSorted && <span aria-hidden="true">{order.isDescending ? ' ▼' : ' ▲'}</span>}
      </button>
    </th>
  );
};

const cellIds = columnIds.filter((id) => id !== 'connection');

interface RowProps extends WireProps {
  readonly row: WireRow;
  readonly isChosen: boolean;
}

/** Drawn anew when something in it has changed. */
const Row = (props: RowProps) => {
  const { exchange } = props.row;
  return useMemo(
    () => <DrawnRow {...props} />,
    [exchange, exchange.requestBytes, exchange.transferredBytes, exchange.isOpen, props.isChosen, language.value],
  );
};

/** Radio buttons: one stop for Tab, and the arrows choose. */
const DrawnRow = (props: RowProps) => {
  const { state, row, isChosen } = props;
  const { exchange } = row;
  const choose = (): void => {
    if (isChosen) return;
    // A list that runs on would carry the chosen row out of sight.
    state.isFollowing.value = false;
    state.chooseExchange(exchange);
  };
  return (
    <tr class={isChosen ? 'chosen' : undefined} onClick={choose}>
      <th scope="row">
        <label class="row-name">
          <input type="radio" name="wire-exchange" checked={isChosen} onChange={choose} aria-label={nameOf(row)} />
          {isTransportId(exchange.transport) && <Badge id={exchange.transport} />}
          <span>
            {exchange.connection}
            <span class="small">.{exchange.number}</span>
          </span>
        </label>
      </th>
      {cellIds.map((id) => (
        <td key={id} class={isFigure(id) ? 'number' : `wire-${id}`}>
          {cellOf(props, id)}
        </td>
      ))}
    </tr>
  );
};

const nameOf = ({ exchange: { transport, connection, number } }: WireRow): string =>
  say('wire.rowName', {
    transport: isTransportId(transport) ? say(`race.name.${transport}`) : '',
    connection,
    number,
  });

/** Text of the wire: in one line, by itself, and whole for whoever points at it. */
const Raw = ({ text }: { readonly text: string }) => {
  const seen = visibleLine(text);
  return <bdi title={seen}>{cut(seen, 80)}</bdi>;
};

const rawTexts: Readonly<Record<'method' | 'domain' | 'file' | 'type', (exchange: Exchange) => string>> = {
  method: ({ method }) => method,
  domain: ({ host }) => host,
  file: ({ target }) => (target === '' ? '' : fileOf(target)),
  type: ({ type }) => type,
};

const cellOf = (props: RowProps, id: Exclude<ColumnId, 'connection'>): ComponentChildren => {
  switch (id) {
    case 'status':
      return <Status {...props} />;
    case 'initiator':
      return <Asker {...props} />;
    case 'time':
      return <Age {...props} />;
    case 'method':
    case 'domain':
    case 'file':
    case 'type':
      return <Raw text={rawTexts[id](props.row.exchange) || '–'} />;
    default:
      return figureText(props, id);
  }
};

/** Of the version only what is not the usual one. */
const Status = ({ row: { exchange } }: RowProps) => (
  <>
    {exchange.status ?? say(exchange.isOpen ? 'wire.pending' : 'wire.noAnswer')}
    {exchange.httpVersion !== null && exchange.httpVersion !== '1.1' && (
      <span class="small"> HTTP/{exchange.httpVersion}</span>
    )}
  </>
);

const Asker = ({ page, row }: RowProps) => {
  const { kind, name } = initiatorOf(row, selfOf(page));
  if (kind === 'client') return <Raw text={name} />;
  return <span title={visibleLine(name)}>{say(`wire.initiator.${kind}`)}</span>;
};

/** Of one that is still open it goes on: only this cell is drawn anew. */
const Age = ({ page, row }: RowProps) => {
  const ms = durationMs(row, row.exchange.isOpen ? page.cursor.shownMs.value : 0);
  return <>{ms < 1000 ? say('shell.milliseconds', { ms: formatMs(ms) }) : formatSpan(ms)}</>;
};

type FigureColumn = Exclude<Parameters<typeof figureOf>[1], 'time'>;

const figureText = ({ row }: RowProps, id: FigureColumn): string => {
  const value = figureOf(row, id, 0);
  if (value === null) return '–';
  return id === 'overhead' ? shareText(value) : formatNumber(value);
};

const shares = computed(() => new Map<number, string>([[1, formatShare(1)]]));

/** Only where there is no payload at all it is all of it. Making a format takes long, and there are few shares. */
const shareText = (share: number): string => {
  const rounded = share === 1 ? 1 : Math.min(0.99, Math.round(share * 1000) / 1000);
  const text = shares.value.get(rounded) ?? formatShare(rounded);
  shares.value.set(rounded, text);
  return text;
};
