// Makes the bytes of an entry once per wire format; every reader shares them.
import type { Entry } from '../protocol/entry.ts';
import { encodeEntry } from '../protocol/entry.ts';

/** A function that encodes an entry at its first call and returns the same bytes ever after, as long as the entry lives. */
export const encodeOnce = <Bytes extends object | string>(
  encode: (entry: Entry) => Bytes,
): ((entry: Entry) => Bytes) => {
  const made = new WeakMap<Entry, Bytes>();
  return (entry) => {
    const known = made.get(entry);
    if (known !== undefined) return known;
    const bytes = encode(entry);
    made.set(entry, bytes);
    return bytes;
  };
};

/** The JSON of an entry, made once: the payload that every wire wraps. */
export const entryJson = encodeOnce(encodeEntry);
