// Markdown made safely: tables, lists, and text that stays text.
import type { Fact } from './facts.ts';

/** A list of names and what they are. */
export const list = (facts: readonly Fact[]): string =>
  facts.map(([name, value]) => `- **${plain(name)}**: ${plain(value)}`).join('\n');

/** A table: the first `texts` columns stand left, figures right. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[], texts: number): string => {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;
  const rule = `|${head.map((_, column) => (column < texts ? '---' : '---:')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
};

/** Text that cannot become a tag, a link, a picture, a table cell or a line of its own. */
export const plain = (text: string): string =>
  text
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll(/[\\`*[\]]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('|', String.raw`\|`);
