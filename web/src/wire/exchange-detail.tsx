// The chosen exchange: what it is, what can be taken away, and three ways to look at it.
import { useRef } from 'preact/hooks';
import { isTransportId } from '../../../servers/protocol/catalog.ts';
import { FaultMenu } from '../faults/fault-menu.tsx';
import { Badge } from '../parts/badge.tsx';
import { saveFile } from '../parts/save-file.ts';
import { formatBytes, say, sayCount } from '../text/say.ts';
import { BytesPane } from './bytes-pane.tsx';
import { CopyLink } from './copy-link.tsx';
import { FollowStream } from './follow-stream.tsx';
import { formatExchange } from './permalink.ts';
import { SequencePane } from './sequence-pane.tsx';
import { visibleLine } from './visible-text.ts';
import type { WireRow } from './wire-reader.ts';
import { panes, type Pane } from './wire-state.ts';
import type { WireProps } from './wire-view.tsx';

/** What a pane is given. */
export interface PaneProps extends WireProps {
  readonly row: WireRow;
}

export const ExchangeDetail = (props: WireProps) => {
  const { state, log } = props;
  const name = state.exchange;
  if (!name) return <p class="wire-hint">{say('wire.choose')}</p>;
  const row = log.rows.value.find(
    ({ exchange }) => exchange.connection === name.connection && exchange.number === name.number,
  );
  if (!row) return <p class="wire-hint">{say('wire.notThere', { name: formatExchange(name) })}</p>;
  // Another exchange is another detail: nothing of what was open or scrolled counts for it.
  return <Detail key={formatExchange(name)} {...props} row={row} />;
};

const Detail = (props: PaneProps) => (
  <section class="wire-detail" aria-labelledby="wire-detail-title">
    <Title {...props} />
    <Notes {...props} />
    <Tabs {...props} />
    <div role="tabpanel" id="wire-panel" aria-labelledby={`wire-tab-${props.state.pane.value}`}>
      <PaneInFront {...props} />
    </div>
  </section>
);

const PaneInFront = (props: PaneProps) => {
  switch (props.state.pane.value) {
    case 'stream':
      return <FollowStream {...props} />;
    case 'sequence':
      return <SequencePane {...props} />;
    case 'bytes':
      return <BytesPane {...props} />;
  }
};

const Title = (props: PaneProps) => {
  const { page, state, row } = props;
  const { exchange } = row;
  const { transport, connection } = exchange;
  const isOnly = state.connection.value === connection;
  return (
    <div class="wire-title">
      <h2 id="wire-detail-title">
        {isTransportId(transport) && <Badge id={transport} />}
        <span>
          {isTransportId(transport) && `${say(`race.name.${transport}`)}: `}
          <bdi class="wire-target">{visibleLine(`${exchange.method} ${exchange.target}`)}</bdi>
        </span>
      </h2>
      <div class="choices">
        <button
          type="button"
          aria-pressed={isOnly}
          onClick={() => void (state.connection.value = isOnly ? null : connection)}
        >
          {say('wire.onlyConnection', { connection })}
        </button>
        <Export row={row} direction="up" />
        <Export row={row} direction="down" />
        <CopyLink page={page} />
        {isTransportId(transport) && page.isTrainer.value && <FaultMenu page={page} id={transport} />}
      </div>
    </div>
  );
};

interface ExportProps {
  readonly row: WireRow;
  readonly direction: 'up' | 'down';
}

/** All that is kept of a direction, byte for byte. */
const Export = ({ row: { dissector }, direction }: ExportProps) => {
  const { connection, transport } = dissector;
  const save = (): void => {
    const bytes = dissector.rawBytes(direction);
    const file = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' });
    saveFile(file, `connection-${connection}-${transport || 'unknown'}-${direction}.bin`);
  };
  return (
    <button type="button" onClick={save}>
      <span aria-hidden="true">⤓</span> {say(`wire.save.${direction}`)}
    </button>
  );
};

/** What is missing of it, and how the connection ended. */
const Notes = ({ row: { exchange, dissector } }: PaneProps) => {
  const { totals, closedBy, isReset } = dissector;
  const isLast = dissector.exchanges.at(-1) === exchange;
  const notes = [
    exchange.lostBytes > 0 ? say('wire.lost', { size: formatBytes(exchange.lostBytes) }) : '',
    totals.forgottenBytes > 0 ? say('wire.forgotten', { size: formatBytes(totals.forgottenBytes) }) : '',
    exchange.forgottenMessages > 0 ? sayCount('wire.forgottenMessages', exchange.forgottenMessages) : '',
    closedBy !== null && isLast ? say(`wire.closed.${closedBy}`) : '',
    isReset && isLast ? say('wire.closedByReset') : '',
  ].filter((note) => note !== '');
  return notes.length === 0 ? null : <p class="small wire-notes">{notes.join(' ')}</p>;
};

/** https://www.w3.org/WAI/ARIA/apg/patterns/tabs/: one stop for Tab, the arrows change the pane. */
const Tabs = ({ state }: PaneProps) => {
  const list = useRef<HTMLDivElement>(null);
  const chosen = state.pane.value;
  const go = (pane: Pane): void => {
    state.pane.value = pane;
    list.current?.querySelector<HTMLElement>(`#wire-tab-${pane}`)?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const at = panes.indexOf(chosen);
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: -1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(panes.at(to % panes.length) ?? chosen);
  };
  return (
    <div class="wire-tabs" role="tablist" aria-label={say('wire.panes')} ref={list} onKeyDown={press}>
      {panes.map((pane) => (
        <button
          key={pane}
          type="button"
          role="tab"
          id={`wire-tab-${pane}`}
          aria-selected={pane === chosen}
          aria-controls="wire-panel"
          tabIndex={pane === chosen ? 0 : -1}
          onClick={() => go(pane)}
        >
          {say(`wire.pane.${pane}`)}
        </button>
      ))}
    </div>
  );
};
