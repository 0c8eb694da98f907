// A table of texts: names left, figures right, scrolled within itself where the page is narrow.
import type { ComponentChildren } from 'preact';

/** What a table shows. */
export interface DataTableProps {
  readonly caption: string;
  /** Whether the caption is only for those who do not see the heading above. @default false */
  readonly isCaptionHidden?: boolean;
  readonly head: readonly string[];
  /** Columns of words instead of figures, from 0. @default the first alone */
  readonly textColumns?: readonly number[];
  /** Whether it scrolls within a part of the screen, its head always in sight. @default false */
  readonly isTall?: boolean;
  /** Rows of cells; the first cell is the row's name. */
  readonly rows: readonly (readonly ComponentChildren[])[];
}

/** A real table with scopes and a caption. */
export const DataTable = ({
  caption,
  isCaptionHidden = false,
  head,
  rows,
  textColumns = [0],
  isTall = false,
}: DataTableProps) => (
  <div class={isTall ? 'scroll tall' : 'scroll'} tabIndex={0} role="group" aria-label={caption}>
    <table>
      <caption class={isCaptionHidden ? 'unseen' : undefined}>
        <span>{caption}</span>
      </caption>
      <thead>
        <tr>
          {head.map((text, at) => (
            <th scope="col" key={text} class={textColumns.includes(at) ? undefined : 'number'}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells], row) => (
          <tr key={row}>
            <th scope="row">{name}</th>
            {cells.map((cell, at) => (
              <td class={textColumns.includes(at + 1) ? undefined : 'number'} key={head[at + 1]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
