// Lists of names, written as prose: type and value from one string.

/** The words of a text: `'a b'` gives `'a' | 'b'`. */
export type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;

/** The same as a value. */
export const wordsOf = <Text extends string>(lines: readonly Text[]): readonly Words<Text>[] =>
  lines.flatMap((line) => line.split(' ') as Words<Text>[]);
