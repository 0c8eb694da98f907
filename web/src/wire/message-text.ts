// A message in words: its summary in the language of the page, filled with what the wire said, and its times and sizes.
import type { WireMessage } from '../dissect/message.ts';
import { fill, formatBytes, formatMs, formatNumber, formatSpan, say } from '../text/say.ts';
import { spanTexts } from '../text/span-texts.ts';
import { visibleLine } from './visible-text.ts';

/** What a message is, in one line. Text of the wire in it is visible, and isolated from its surroundings. */
export const sentenceOf = ({ summary: { key, values } }: WireMessage): string => {
  const text = spanTexts.value?.summaries[key];
  if (text === undefined) return key;
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : isolated(value),
  ]);
  return fill(text, Object.fromEntries(shown) as Record<string, string | number>);
};

/** https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates: marks of our own, after those of the wire are written out. */
const isolated = (text: string): string => `\u2068${visibleLine(text)}\u2069`;

/** Since the exchange began. */
export const sinceText = (ms: number): string =>
  ms < 1000
    ? `+${say('shell.milliseconds', { ms: formatMs(Math.max(0, ms)) })}`
    : `+${say('shell.seconds', { seconds: formatNumber(ms / 1000, 3) })}`;

/** A silence. */
export const gapText = (ms: number): string =>
  ms < 1000 ? say('shell.milliseconds', { ms: formatMs(ms) }) : formatSpan(ms);

export const sizeText = ({ start, end }: WireMessage): string => formatBytes(end - start);

/** `↑` in a sentence. */
export const directionText = ({ direction }: WireMessage): string => say(`wire.${direction}`);
