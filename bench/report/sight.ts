// For tests only: how colours look, to an eye that sees all of them and to those that do not.

type Triple = readonly [number, number, number];

/** Linear light of a colour such as `#1b1d22`: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
const linear = (colour: string): Triple => {
  const channel = (at: number): number => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

const dot = (row: Triple, [a, b, c]: Triple): number => row[0] * a + row[1] * b + row[2] * c;
const multiply = (matrix: readonly [Triple, Triple, Triple], values: Triple): Triple => [
  dot(matrix[0], values),
  dot(matrix[1], values),
  dot(matrix[2], values),
];

const luminance = (colour: string): number => dot([0.2126, 0.7152, 0.0722], linear(colour));

/** Contrast of two colours: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

/** How colours look without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1), after the full view. */
const views: readonly (readonly [Triple, Triple, Triple])[] = [
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
];

/** https://bottosson.github.io/posts/oklab/ */
const oklab = (light: Triple): Triple => {
  const cones = multiply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  );
  return multiply(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])],
  );
};

const clamp = (values: Triple): Triple => {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return [within(values[0]), within(values[1]), within(values[2])];
};

/** Distance of two colours in OKLab, in the view in which they are nearest. */
export const apartness = (one: string, other: string): number =>
  Math.min(
    ...views.map((view) => {
      const [a, b] = [one, other].map((colour) => oklab(clamp(multiply(view, linear(colour)))));
      return a && b ? Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) : 0;
    }),
  );
