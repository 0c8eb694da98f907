// Paints one track: deliveries with their tails, empty answers, and the click of this page.
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { Mark } from './messages.ts';
import type { Race } from './race.ts';

/** What a track shows, and how large. */
export interface Track {
  readonly id: TransportId;
  readonly width: number;
  readonly height: number;
  /** The time at the right edge. */
  readonly nowMs: number;
  readonly spanMs: number;
  readonly races: readonly Race[];
  readonly marks: readonly Mark[];
  readonly ink: TrackInk;
}

/** Colours of the present theme. */
export interface TrackInk {
  readonly lane: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
}

const dotRadius = 4.5;
const ringRadius = 3;
/** Dots nearer than this, in pixels, look like one. */
const leastStep = 1.5;
/** Room right of "now", so that a dot is whole when it appears. */
const edge = 8;

/** Where a time stands on the track, from the left. */
export const positionOf = (atMs: number, { width, nowMs, spanMs }: Pick<Track, 'width' | 'nowMs' | 'spanMs'>): number =>
  width - edge - ((nowMs - atMs) / spanMs) * (width - edge);

/** Clears and paints. */
export const paintTrack = (pen: CanvasRenderingContext2D, track: Track): void => {
  const { width, height, ink } = track;
  pen.clearRect(0, 0, width, height);
  paintGrid(pen, track);
  pen.fillStyle = ink.line;
  pen.fillRect(0, height / 2 - 0.5, width - edge, 1);
  for (const mark of track.marks) paintMark(pen, track, mark);
  let paintedTo = Number.NEGATIVE_INFINITY;
  for (const race of track.races) {
    const span = spanOf(track, race);
    // In a flood most dots would hide one another; only what can be told apart is painted.
    if (!span || (!span.isOwn && Math.abs(span.end - paintedTo) < leastStep)) continue;
    paintDelivery(pen, track, span);
    if (span.hasArrived) paintedTo = span.end;
  }
};

/** A delivery on the track: from the first arrival, or the click, to its own arrival or now. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly hasArrived: boolean;
  readonly isOwn: boolean;
}

const spanOf = (track: Track, race: Race): Span | undefined => {
  const { clickedAtMs, firstAtMs, arrivals } = race;
  const startMs = clickedAtMs ?? firstAtMs;
  const atMs = arrivals.get(track.id);
  const hasArrived = atMs !== undefined && atMs <= track.nowMs;
  const end = positionOf(hasArrived ? atMs : track.nowMs, track);
  if (startMs > track.nowMs || end < -2 * dotRadius) return undefined;
  return { start: positionOf(startMs, track), end, hasArrived, isOwn: clickedAtMs !== null };
};

/** A line a second; they run with the time. */
const paintGrid = (pen: CanvasRenderingContext2D, track: Track): void => {
  const { height, nowMs, spanMs, ink } = track;
  pen.fillStyle = ink.line;
  for (let atMs = Math.ceil((nowMs - spanMs) / 1000) * 1000; atMs < nowMs; atMs += 1000) {
    pen.fillRect(positionOf(atMs, track), 0, 1, height);
  }
};

const paintMark = (pen: CanvasRenderingContext2D, track: Track, mark: Mark): void => {
  const x = positionOf(mark.atMs, track);
  if (x < -dotRadius || mark.atMs > track.nowMs) return;
  const y = track.height / 2;
  pen.strokeStyle = track.ink.muted;
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (mark.kind === 'empty') {
    pen.arc(x, y, ringRadius, 0, 2 * Math.PI);
    pen.fillStyle = track.ink.surface;
    pen.fill();
  } else {
    // A cross: the connection was lost, or entries were.
    for (const slope of [-1, 1]) {
      pen.moveTo(x - 5, y - 5 * slope);
      pen.lineTo(x + 5, y + 5 * slope);
    }
  }
  pen.stroke();
};

const paintDelivery = (pen: CanvasRenderingContext2D, { height, ink }: Track, span: Span): void => {
  const { start, end, hasArrived, isOwn } = span;
  const y = height / 2;
  const thickness = isOwn ? 6 : 3;
  pen.fillStyle = ink.lane;
  pen.globalAlpha = isOwn ? 0.55 : 0.3;
  // An event of this page that is still on its way has a growing tail and no dot yet.
  if (isOwn || hasArrived) pen.fillRect(start, y - thickness / 2, end - start, thickness);
  pen.globalAlpha = 1;
  if (isOwn) pen.fillRect(start - 1, 0, 2, height);
  if (!hasArrived) return;
  pen.beginPath();
  pen.arc(end, y, isOwn ? dotRadius * 1.6 : dotRadius, 0, 2 * Math.PI);
  pen.fill();
  pen.strokeStyle = ink.surface;
  pen.lineWidth = 1.5;
  pen.stroke();
};
