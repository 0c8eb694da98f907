// Bytes in hexadecimal and as text, side by side; a byte leads to its span, and a span to its bytes.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Span } from '../dissect/span.ts';
import { formatNumber, say } from '../text/say.ts';
import { caretAfter, hexOf, hexOffset, hexWindow, windowRows, type HexRow } from './hex-rows.ts';
import { scrollTo } from './scroll-to.ts';
import { deepestAt, seamsIn, type SpanPath } from './span-path.ts';
import { useWidth } from './use-width.ts';
import { visibleByte } from './visible-text.ts';

interface DumpProps {
  readonly bytes: Uint8Array;
  /** Offset of the first one in the stream of its direction. */
  readonly start: number;
  readonly spans: readonly Span[];
  readonly span: Span | undefined;
  readonly onChoose: (path: SpanPath) => void;
}

/** Narrowest dump, in letters of its own size, that has room for 16 bytes a row. */
const wideLetters = 74;
const letterWidth = 8.2;

const holds = (span: Span | undefined, offset: number): boolean =>
  span !== undefined && offset >= span.start && offset < span.end;

export const HexDump = ({ bytes, start, spans, span, onChoose }: DumpProps) => {
  const area = useRef<HTMLDivElement>(null);
  const width = useWidth(area);
  const perRow = width >= wideLetters * letterWidth ? 16 : 8;
  const wanted = useSignal(start);
  const caret = holds(span, wanted.value) ? wanted.value : (span?.start ?? start);
  const { rows, page, pages } = hexWindow(bytes, start, perRow, caret);
  useCaretInSight(area, caret, perRow);
  const choose = (offset: number): void => {
    const inside = Math.max(start, Math.min(start + bytes.byteLength - 1, offset));
    wanted.value = inside;
    onChoose(deepestAt(spans, inside));
  };
  const press = (event: KeyboardEvent): void => {
    const to = caretAfter(event.key, caret, perRow, start);
    if (to === null) return;
    event.preventDefault();
    choose(to);
  };
  const first = rows[0]?.offset ?? start;
  const seams = seamsIn(spans, first, first + perRow * windowRows);
  return (
    <div class="wire-dump-area">
      <div
        ref={area}
        class="wire-dump"
        role="grid"
        aria-label={say('wire.dump')}
        aria-rowcount={Math.ceil(bytes.byteLength / perRow)}
        aria-activedescendant={`wire-byte-${caret}`}
        tabIndex={0}
        dir="ltr"
        onKeyDown={press}
        onClick={(event) => {
          const at = event.target instanceof Element ? event.target.getAttribute('data-at') : null;
          if (at !== null) choose(Number(at));
        }}
      >
        {rows.map((row) => (
          <DumpRow
            key={row.offset}
            row={row}
            perRow={perRow}
            place={(row.offset - start) / perRow + 1}
            {...{ seams, span, caret }}
          />
        ))}
      </div>
      {pages > 1 && <DumpPages page={page} pages={pages} onStep={(by) => choose(first + by * perRow * windowRows)} />}
    </div>
  );
};

interface PagesProps {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly onStep: (by: 1 | -1) => void;
}

const DumpPages = ({ page, pages, onStep }: PagesProps) => (
  <div class="wire-bar">
    <button type="button" disabled={page === 0} onClick={() => onStep(-1)}>
      {say('wire.bytesBefore')}
    </button>
    <span class="small">{say('wire.part', { page: formatNumber(page + 1), pages: formatNumber(pages) })}</span>
    <button type="button" disabled={page === pages - 1} onClick={() => onStep(1)}>
      {say('wire.bytesAfter')}
    </button>
  </div>
);

/** Scrolls only when the caret has moved: a stream that grows must not take the reader along. */
const useCaretInSight = (area: { readonly current: HTMLElement | null }, caret: number, perRow: number): void => {
  useLayoutEffect(() => {
    const cell = area.current?.querySelector<HTMLElement>(`#wire-byte-${caret}`);
    if (area.current && cell) scrollTo(area.current, cell);
  }, [caret, perRow]);
};

interface RowProps {
  readonly row: HexRow;
  readonly perRow: number;
  readonly place: number;
  readonly seams: ReadonlySet<number>;
  readonly span: Span | undefined;
  readonly caret: number;
}

const DumpRow = ({ row: { offset, bytes }, perRow, place, seams, span, caret }: RowProps) => {
  const cells = [...bytes].map((byte, index) => ({ byte, at: offset + index }));
  const classOf = (at: number): string =>
    [holds(span, at) && 'in', seams.has(at) && 'seam', at === caret && 'caret'].filter(Boolean).join(' ');
  return (
    <div role="row" aria-rowindex={place} class="wire-dump-row">
      <span role="rowheader" class="wire-offset">
        {hexOffset(offset)}
      </span>
      <span class="wire-hex" role="presentation">
        {cells.map(({ byte, at }) => (
          <span
            key={at}
            id={`wire-byte-${at}`}
            role="gridcell"
            aria-selected={holds(span, at)}
            data-at={at}
            class={classOf(at)}
          >
            {hexOf(byte)}
          </span>
        ))}
        {cells.length < perRow && <span class="wire-rest" style={{ '--rest': perRow - cells.length }} />}
      </span>
      <span class="wire-chars" role="gridcell">
        {cells.map(({ byte, at }) => (
          <span key={at} data-at={at} class={classOf(at)}>
            {visibleByte(byte)}
          </span>
        ))}
      </span>
    </div>
  );
};
