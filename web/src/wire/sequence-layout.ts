// Where the arrows of a sequence diagram stand: time runs down, an arrow slopes by half a round trip, long silences are cut short.
import type { WireDirection } from '../../../servers/protocol/capture.ts';

/** What an arrow is made of. Times are those at the client's end. */
export interface Sent {
  readonly number: number;
  readonly direction: WireDirection;
  readonly atMs: number;
}

/** One arrow; both ends in pixels from the top. */
export interface Arrow {
  readonly number: number;
  readonly direction: WireDirection;
  readonly clientY: number;
  readonly serverY: number;
}

/** A silence that is drawn shorter than it was. */
export interface Gap {
  readonly y: number;
  readonly ms: number;
}

export interface SequenceLayout {
  readonly arrows: readonly Arrow[];
  readonly gaps: readonly Gap[];
  readonly height: number;
}

/** Arrows that are drawn; a diagram of more is read by nobody. */
export const maximumArrows = 60;

const pixelsPerMs = 0.5;
/** Every arrow is at least so far below the one before, for a text stands on it. */
const rowHeight = 26;
/** A silence is drawn at most so high. */
const highestStep = 44;
/** Shortest silence that is worth a word, in milliseconds. */
const leastGapMs = 200;
const margin = 24;

/** Messages that are drawn, and how many stand before and behind them. */
export interface SequenceWindow<Message> {
  readonly shown: readonly Message[];
  readonly before: number;
  readonly after: number;
}

/** @param first number of the first message; `null` = the newest ones. There are as many as can be drawn. */
export const sequenceWindow = <Message extends { readonly number: number }>(
  all: readonly Message[],
  first: number | null,
): SequenceWindow<Message> => {
  const last = Math.max(0, all.length - maximumArrows);
  const found = first === null ? -1 : all.findIndex(({ number }) => number >= first);
  const from = found === -1 ? last : Math.min(found, last);
  const shown = all.slice(from, from + maximumArrows);
  return { shown, before: from, after: all.length - from - shown.length };
};

/** @param drawn at most as many as `maximumArrows` @param rttMs what the emulated wire takes there and back */
export const layOut = (drawn: readonly Sent[], rttMs: number): SequenceLayout => {
  const serverMs = ({ direction, atMs }: Sent): number => atMs + (direction === 'up' ? rttMs / 2 : -rttMs / 2);
  const times = [...new Set(drawn.flatMap((sent) => [sent.atMs, serverMs(sent)]))].sort((one, other) => one - other);
  const { places, cuts } = shorten(times);
  const y = (ms: number, row: number): number => margin + (places.get(ms) ?? 0) + row * rowHeight;
  // Both ends move down by as many rows, so that the slope tells the time and nothing else.
  const arrows = drawn.map((sent, row) => ({
    number: sent.number,
    direction: sent.direction,
    clientY: y(sent.atMs, row),
    serverY: y(serverMs(sent), row),
  }));
  const gaps = cuts.map(({ fromMs, ms }) => {
    const row = drawn.filter(({ atMs }) => atMs <= fromMs).length;
    return { y: y(fromMs, row) + (highestStep - rowHeight) / 2, ms };
  });
  const height = margin + Math.max(0, ...arrows.flatMap(({ clientY, serverY }) => [clientY, serverY]));
  return { arrows, gaps, height };
};

interface Shortened {
  readonly places: ReadonlyMap<number, number>;
  readonly cuts: readonly { readonly fromMs: number; readonly ms: number }[];
}

/** Pixels from the first moment on. */
const shorten = (times: readonly number[]): Shortened => {
  const places = new Map<number, number>();
  const cuts: { fromMs: number; ms: number }[] = [];
  let y = 0;
  let fromMs = times[0] ?? 0;
  for (const atMs of times) {
    const ms = atMs - fromMs;
    if (ms >= leastGapMs) cuts.push({ fromMs, ms });
    y += Math.min(highestStep, ms * pixelsPerMs);
    places.set(atMs, y);
    fromMs = atMs;
  }
  return { places, cuts };
};
