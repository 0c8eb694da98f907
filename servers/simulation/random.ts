// Seeded random numbers: the same seed gives the same contact centre, the same timetable, the same run.

/** A source of uniform numbers in [0, 1), and what is drawn from it. */
export interface Random {
  next(): number;
  /** A whole number from 0 to `below - 1`. */
  integer(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** An exponentially distributed wait with this mean. */
  exponential(mean: number): number;
}

/** splitmix32, to spread a small seed over the whole state. */
const spread = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
};

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, passes its tests, and needs no BigInt. */
export const seededRandom = (seed: number): Random => {
  const fill = spread(seed);
  let [a, b, c, counter] = [fill(), fill(), fill(), 1];
  const next = (): number => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + mixed;
    c |= 0;
    return (mixed >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) next();
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    next,
    integer,
    pick: (items) => {
      const item = items[integer(items.length)];
      if (item === undefined) throw new RangeError('There is nothing to pick from.');
      return item;
    },
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
};
