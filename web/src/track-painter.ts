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
/** Room right of "now", so that a dot is whole when it appears. */
const edge = 8;

/** Where a time stands on the track, from the left. */
export const positionOf = (
  atMs: number,
  { width, nowMs, spanMs }: Pick<Track, 'width' | 'nowMs' | 'spanMs'>,
): number => width - edge - ((nowMs - atMs) / spanMs) * (width - edge);

/** Clears and paints. */
export const paintTrack = (pen: CanvasRenderingContext2D, track: Track): void => {
  const { width, height, ink } = track;
  pen.clearRect(0, 0, width, height);
  paintGrid(pen, track);
  pen.fillStyle = ink.line;
  pen.fillRect(0, height / 2 - 0.5, width - edge, 1);
  for (const mark of track.marks) paintMark(pen, track, mark);
  for (const race of track.races) paintDelivery(pen, track, race);
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

const paintDelivery = (pen: CanvasRenderingContext2D, track: Track, race: Race): void => {
  const { id, height, nowMs, ink } = track;
  const { clickedAtMs } = race;
  const atMs = race.arrivals.get(id);
  const startMs = clickedAtMs ?? race.firstAtMs;
  const isOwn = clickedAtMs !== null;
  const y = height / 2;
  const start = positionOf(startMs, track);
  const end = positionOf(Math.min(atMs ?? nowMs, nowMs), track);
  if (end < -dotRadius || startMs > nowMs) return;
  pen.fillStyle = ink.lane;
  pen.globalAlpha = isOwn ? 0.55 : 0.3;
  // An event that is still on its way to this transport has a growing tail and no dot yet.
  if (isOwn || atMs !== undefined) pen.fillRect(start, y - (isOwn ? 3 : 1.5), end - start, isOwn ? 6 : 3);
  pen.globalAlpha = 1;
  if (isOwn) pen.fillRect(start - 1, 0, 2, height);
  if (atMs === undefined || atMs > nowMs) return;
  pen.beginPath();
  pen.arc(end, y, isOwn ? dotRadius * 1.6 : dotRadius, 0, 2 * Math.PI);
  pen.fill();
  pen.strokeStyle = ink.surface;
  pen.lineWidth = 1.5;
  pen.stroke();
};
