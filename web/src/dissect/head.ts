// The head of an HTTP message: its first line and its fields, as values.
import type { WireDirection } from '../../../servers/protocol/capture.ts';

/** What the readers need to know of a head. */
export interface Head {
  readonly first: string;
  /** Values by lower-case name; those of fields that stand more than once are joined (RFC 9110 §5.3). */
  readonly field: (name: string) => string;
}

/** RFC 9112 §3 and §4, read as leniently as servers do. */
const firstLine: Readonly<Record<WireDirection, RegExp>> = {
  up: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ .+ HTTP\/\d\.\d$/,
  down: /^HTTP\/\d\.\d \d{3}(?: .*)?$/,
};
/** The same in the middle of something else: only what this lab's peers send. */
const firstLineWithin: Readonly<Record<WireDirection, RegExp>> = {
  up: /(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) \S+ HTTP\/1\.[01]$/,
  down: /HTTP\/1\.[01] \d{3}(?: .*)?$/,
};

/** Whether a line, without its end, begins a message. */
export const isFirstLine = (direction: WireDirection, line: string): boolean => firstLine[direction].test(line);

/** Where in a line a message begins; -1 = nowhere. */
export const firstLineIn = (direction: WireDirection, line: string): number => line.search(firstLineWithin[direction]);

/** A line without its end. */
export const withoutEnd = (line: string): string => line.replace(/\r?\n?$/, '');

/** Reads a whole head; it was found to begin with such a line. */
export const readHead = (text: string): Head => {
  const [first = '', ...lines] = text.trimStart().split('\n').map(withoutEnd);
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:\s]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    const key = name.toLowerCase();
    const known = fields.get(key);
    if (name !== '') fields.set(key, known === undefined ? value : `${known}, ${value}`);
  }
  return { first, field: (name) => fields.get(name) ?? '' };
};
