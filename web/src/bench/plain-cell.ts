// A table's cell as a file wants it: a number without grouping and with a point, any other text as it is. Pure.

const marksOf = (language: string): { readonly group: string; readonly decimal: string } => {
  const parts = new Intl.NumberFormat(language).formatToParts(1_234_567.8);
  const of = (type: string, fallback: string): string => parts.find((part) => part.type === type)?.value ?? fallback;
  return { group: of('group', ','), decimal: of('decimal', '.') };
};

/** Takes the marks of a language out of the cells that are a number in it. */
export const plainCells = (language: string): ((cell: string) => string) => {
  const { group, decimal } = marksOf(language);
  const number = new RegExp(`^([-−]?)(\\d+|[1-9]\\d{0,2}(?:[${group}]\\d{3})+)(?:[${decimal}](\\d+))?$`);
  return (cell) => {
    const match = number.exec(cell);
    if (!match) return cell;
    const [, sign = '', whole = '', fraction] = match;
    return `${sign && '-'}${whole.replaceAll(group, '')}${fraction === undefined ? '' : `.${fraction}`}`;
  };
};
