// The spans of a message as a tree (https://www.w3.org/WAI/ARIA/apg/patterns/treeview/): what has the focus is chosen.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Span } from '../dissect/span.ts';
import { formatNumber, say, sayCount } from '../text/say.ts';
import { spanTexts } from '../text/span-texts.ts';
import { scrollTo } from './scroll-to.ts';
import { ancestorsOf, keyOf, treeRows, type SpanPath, type TreeRow } from './span-path.ts';
import { treeMove } from './tree-keys.ts';
import { cut, visibleLine } from './visible-text.ts';

/** Rows that are drawn around the chosen one. */
const maximumRows = 300;

interface TreeProps {
  readonly spans: readonly Span[];
  readonly path: SpanPath;
  /** Whether the URL names the span. */
  readonly isLinked: boolean;
  readonly onChoose: (path: SpanPath) => void;
}

export const SpanTree = ({ spans, path, isLinked, onChoose }: TreeProps) => {
  const tree = useRef<HTMLUListElement>(null);
  // A message begins with its parts open; closing is remembered, and what is chosen is always seen.
  const toggled = useSignal<ReadonlyMap<string, boolean>>(new Map());
  const chosen = keyOf(path);
  const open = openKeys(spans, path, toggled.value);
  const rows = treeRows(spans, open);
  const at = rows.findIndex(({ key }) => key === chosen);
  const from = Math.max(0, Math.min(at - maximumRows / 2, rows.length - maximumRows));
  const shown = rows.slice(from, from + maximumRows);
  const isByKey = useRef(false);
  const isOpening = useRef(true);
  useLayoutEffect(() => {
    const item = tree.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (!item || !tree.current) return;
    scrollTo(tree.current, item);
    // A link names a span: the tree may reach below the window, and the span is what its reader came for.
    if (isOpening.current && isLinked) item.scrollIntoView({ block: 'nearest' });
    isOpening.current = false;
    if (isByKey.current) item.focus({ preventScroll: true });
    isByKey.current = false;
  }, [chosen, spans]);
  const toggle = (key: string, isOpen: boolean): void => {
    toggled.value = new Map(toggled.value).set(key, isOpen);
  };
  const press = (event: KeyboardEvent): void => {
    const row = rows[at];
    const move = row && treeMove(event.key, rows, row);
    if (!move) return;
    event.preventDefault();
    if (move.toggle !== undefined) toggle(row.key, move.toggle);
    if (!move.to) return;
    isByKey.current = true;
    onChoose(move.to.path);
  };
  return (
    <div class="wire-tree-side">
      {from > 0 && <p class="small">{sayCount('wire.spansBefore', from)}</p>}
      <ul role="tree" class="wire-tree" ref={tree} aria-label={say('wire.spans')} onKeyDown={press}>
        {shown.map((row) => (
          <Item
            key={row.key}
            row={row}
            isChosen={row.key === chosen}
            onChoose={() => onChoose(row.path)}
            onToggle={() => toggle(row.key, row.isOpen === false)}
          />
        ))}
      </ul>
      {from + shown.length < rows.length && (
        <p class="small">{sayCount('wire.spansAfter', rows.length - from - shown.length)}</p>
      )}
    </div>
  );
};

/** The first level is open until somebody closes it, and so is all that leads to the chosen span. */
const openKeys = (
  spans: readonly Span[],
  path: SpanPath,
  toggled: ReadonlyMap<string, boolean>,
): ReadonlySet<string> => {
  const open = new Set([...spans.keys()].map(String));
  for (const [key, isOpen] of toggled) {
    if (isOpen) open.add(key);
    else open.delete(key);
  }
  for (const key of ancestorsOf(path)) open.add(key);
  return open;
};

interface ItemProps {
  readonly row: TreeRow;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onToggle: () => void;
}

const Item = ({ row, isChosen, onChoose, onToggle }: ItemProps) => {
  const { span, path, place, siblings, isOpen } = row;
  const name = spanTexts.value?.spans[span.kind][0] ?? span.kind;
  return (
    <li
      role="treeitem"
      aria-level={path.length}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={isOpen ?? undefined}
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      style={{ '--level': path.length - 1 }}
      onClick={onChoose}
    >
      {/* The arrow keys do the same; a button would be a stop within a stop. */}
      <span
        class="wire-twisty"
        aria-hidden="true"
        onClick={(event) => {
          if (isOpen === null) return;
          event.stopPropagation();
          onToggle();
        }}
      >
        {isOpen === null ? '' : isOpen ? '▾' : '▸'}
      </span>
      <span class="wire-span-name">{name}</span>
      {span.value !== undefined && <bdi class="wire-span-value">{cut(visibleLine(span.value), 60)}</bdi>}
      <span class="wire-span-bytes">{formatNumber(span.end - span.start)}</span>
    </li>
  );
};
