// What the arrow keys do in a tree: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/#keyboardinteraction.
import { keyOf, type TreeRow } from './span-path.ts';

/** Where to go, or whether to open what stands there. */
export interface TreeMove {
  readonly to?: TreeRow | undefined;
  readonly toggle?: boolean;
}

const right = (rows: readonly TreeRow[], row: TreeRow, at: number): TreeMove | null => {
  if (row.isOpen === null) return null;
  return row.isOpen ? { to: rows[at + 1] } : { toggle: true };
};

const left = (rows: readonly TreeRow[], row: TreeRow): TreeMove | null => {
  if (row.isOpen) return { toggle: false };
  const parent = keyOf(row.path.slice(0, -1));
  return { to: rows.find(({ key }) => key === parent) };
};

/** `null` = the key means nothing here. */
export const treeMove = (key: string, rows: readonly TreeRow[], row: TreeRow): TreeMove | null => {
  const at = rows.indexOf(row);
  switch (key) {
    case 'ArrowDown':
      return { to: rows[at + 1] };
    case 'ArrowUp':
      return { to: rows[at - 1] };
    case 'ArrowRight':
      return right(rows, row, at);
    case 'ArrowLeft':
      return left(rows, row);
    case 'Home':
      return { to: rows[0] };
    case 'End':
      return { to: rows.at(-1) };
    case 'Enter':
    case ' ':
      return row.isOpen === null ? {} : { toggle: !row.isOpen };
    default:
      return null;
  }
};
