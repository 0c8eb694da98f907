// Text of the wire, made fit to be shown: what is invisible, or would reorder what stands around it, is written out.

/** The controls of text that everyone writes so; pictures of controls (U+2400 to U+2421) are missing in many fonts. */
const escapes: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Controls; what is formatted and not seen, bidirectional marks among it; and halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const written = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  return escapes[character] ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`);
};

/** In one line: every character can be seen and stays where it stands. */
export const visibleLine = (text: string): string => text.replaceAll(unseen, written);

/** In several lines: a line's end is shown and ends the line. */
export const visibleText = (text: string): string =>
  text
    .replaceAll(/\r?\n|\r/g, (end) => `${end.replaceAll(/./gs, written)}\n`)
    .replaceAll(unseen, (character) => (character === '\n' ? character : written(character)));

const signs: ReadonlyMap<number, string> = new Map([
  [0x09, '⇥'],
  [0x0a, '↵'],
  [0x0d, '⇤'],
]);

/** One byte in the text beside a dump. */
export const visibleByte = (byte: number): string =>
  byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : (signs.get(byte) ?? '·');

/** Cut to so many characters. */
export const cut = (text: string, maximum: number): string =>
  text.length <= maximum ? text : `${text.slice(0, Math.max(0, maximum - 1))}…`;
