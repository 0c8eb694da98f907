// A value that came from outside, as it stands in the sentence of a refusal.

/** Longest text that is repeated to whoever sent it. */
const longest = 60;

/** JSON of a primitive, cut short. What is in a list or an object is not shown: it may be nested too deeply to be written. */
export const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return (JSON.stringify(value) ?? 'missing').slice(0, longest);
};
