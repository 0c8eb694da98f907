// Where everything stands on a track: the server left, the client's line, and right of it the strip of what was received. Pure.

/** Shares of a track's width at which the server ends and the client begins; the axis above the tracks (race.css) has the same. */
const serverShare = 0.09;
const clientShare = 0.4;
/** How far back the strip reaches. */
export const stripMs = 10_000;
/** Without an emulated round trip a flight is too short to be seen. */
export const leastFlightMs = 60;

/** Measures of one canvas, in CSS pixels. */
export interface TrackLayout {
  readonly width: number;
  readonly height: number;
  readonly serverX: number;
  readonly clientX: number;
  readonly pixelsPerMs: number;
  /** Diameter of a dot and width of a column. */
  readonly dot: number;
  /** Dots that fit on top of one another. */
  readonly stack: number;
  /** The line that columns stand on; requests run below it. */
  readonly floorY: number;
  /** Time that shares a column of the strip. */
  readonly cellMs: number;
}

export const layoutOf = (width: number, height: number): TrackLayout => {
  const dot = Math.max(6, Math.round(height / 7));
  const clientX = Math.round(width * clientShare);
  const pixelsPerMs = (width - clientX) / stripMs;
  const floorY = height - dot - 2;
  return {
    width,
    height,
    serverX: Math.round(width * serverShare),
    clientX,
    pixelsPerMs,
    dot,
    stack: Math.max(1, Math.floor((floorY - 1) / dot)),
    floorY,
    cellMs: dot / Math.max(pixelsPerMs, 1e-6),
  };
};

/** How long a message is shown on its way: half of the emulated round trip. */
export const flightMsOf = (rttMs: number): number => Math.max(leastFlightMs, rttMs / 2);

/** Columns that the way between server and client has room for. */
const flightCells = ({ clientX, serverX, dot }: TrackLayout): number => Math.max(1, (clientX - serverX) / dot);

/** Time that shares a column on the way. */
export const flightCellMs = (layout: TrackLayout, flightMs: number): number => flightMs / flightCells(layout);

/** Where an answer stands that the client has at `atMs`: on its way before that, in the strip from then on. */
export const answerX = (layout: TrackLayout, atMs: number, nowMs: number, flightMs: number): number => {
  const { clientX, serverX, pixelsPerMs } = layout;
  if (atMs <= nowMs) return clientX + (nowMs - atMs) * pixelsPerMs;
  return clientX - ((atMs - nowMs) / flightMs) * (clientX - serverX);
};

/** Where a request stands that the client sent at `atMs`; it stops at the server. */
export const requestX = (layout: TrackLayout, atMs: number, nowMs: number, flightMs: number): number => {
  const { clientX, serverX } = layout;
  const share = Math.min(1, Math.max(0, (nowMs - atMs) / flightMs));
  return clientX - share * (clientX - serverX);
};
