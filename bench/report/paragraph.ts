// Breaks a paragraph between words, for a terminal.

/** No line is longer than `width`, unless a single word is. */
export const wrapParagraph = (text: string, width: number): string => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
};
