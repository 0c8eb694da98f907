// Paints one track: events on their way and in the strip, empty answers, requests below them, what waits at the server.
import {
  answerColumnX,
  requestColumnX,
  stripColumnX,
  type Columns,
  type LaneScene,
  type Moment,
} from './lane-scene.ts';
import type { Stamps, TrackInk } from './track-ink.ts';
import { stripMs } from './track-layout.ts';

/** Everything that a picture is made of. */
export interface Picture {
  readonly scene: LaneScene;
  readonly moment: Moment;
  readonly ink: TrackInk;
  readonly stamps: Stamps;
  /** Events that wait at the server. */
  readonly waiting: number;
}

type Pen = CanvasRenderingContext2D;
type Place = (columns: Columns, column: number, moment: Moment) => number;

const gridMs = 2000;

/** Clears and paints. */
export const paintTrack = (pen: Pen, picture: Picture): void => {
  const { scene, moment } = picture;
  pen.clearRect(0, 0, moment.layout.width, moment.layout.height);
  paintGround(pen, picture);
  paintRequests(pen, picture, scene.strip, stripColumnX);
  paintRequests(pen, picture, scene.left, requestColumnX);
  paintAnswers(pen, picture, scene.strip, stripColumnX);
  paintAnswers(pen, picture, scene.right, answerColumnX);
  paintServer(pen, picture);
  paintCrosses(pen, picture);
  paintOwn(pen, picture);
};

/** The wire, a line for every two seconds, and the two ends. */
const paintGround = (pen: Pen, { moment: { layout }, ink }: Picture): void => {
  const { width, height, clientX, serverX, pixelsPerMs, floorY } = layout;
  pen.fillStyle = ink.line;
  pen.fillRect(serverX, floorY, width - serverX, 1);
  for (let ageMs = gridMs; ageMs <= stripMs; ageMs += gridMs) {
    pen.fillRect(Math.round(clientX + ageMs * pixelsPerMs) - 1, 0, 1, height);
  }
  pen.fillStyle = ink.muted;
  pen.fillRect(serverX - 1, 0, 2, height);
  pen.fillRect(clientX - 1, 0, 2, height);
};

const paintAnswers = (pen: Pen, { moment, ink, stamps }: Picture, columns: Columns, place: Place): void => {
  const { dot, stack, floorY } = moment.layout;
  const { picture, ratio } = stamps;
  pen.strokeStyle = ink.muted;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (let column = 0; column < columns.used; column += 1) {
    const count = columns.entries[column] as number;
    if (count > 0) {
      const from = (Math.min(count, stack + 1) - 1) * dot * ratio;
      const x = place(columns, column, moment) - dot / 2;
      pen.drawImage(picture, from, 0, dot * ratio, picture.height, x, 0, dot, floorY);
    } else if ((columns.empties[column] as number) > 0) {
      ring(pen, place(columns, column, moment), floorY - dot / 2, dot / 2 - 1);
    }
  }
  pen.stroke();
};

const paintRequests = (pen: Pen, { moment, ink }: Picture, columns: Columns, place: Place): void => {
  const { dot, floorY } = moment.layout;
  pen.strokeStyle = ink.lane;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (let column = 0; column < columns.used; column += 1) {
    if ((columns.requests[column] as number) === 0) continue;
    ring(pen, place(columns, column, moment), floorY + 1 + dot / 2, dot / 2 - 1);
  }
  pen.stroke();
};

const ring = (pen: Pen, x: number, y: number, radius: number): void => {
  pen.moveTo(x + radius, y);
  pen.arc(x, y, radius, 0, 2 * Math.PI);
};

/** What the server has and cannot send yet: a column of dots, their number, and the request that it holds. */
const paintServer = (pen: Pen, { scene, moment: { layout }, ink, stamps, waiting }: Picture): void => {
  const { serverX, dot, stack, floorY } = layout;
  const x = serverX - dot / 2 - 2;
  if (scene.isHeld) {
    pen.strokeStyle = ink.lane;
    pen.lineWidth = 1.5;
    pen.beginPath();
    ring(pen, x, floorY + 1 + dot / 2, dot / 2 - 1);
    pen.stroke();
  }
  if (waiting === 0) return;
  const { picture, ratio } = stamps;
  const from = (Math.min(waiting, stack + 1) - 1) * dot * ratio;
  pen.drawImage(picture, from, 0, dot * ratio, picture.height, x - dot / 2, 0, dot, floorY);
  pen.fillStyle = ink.text;
  pen.font = `650 ${Math.max(12, Math.round(dot * 1.9))}px ${ink.font}`;
  pen.textAlign = 'right';
  pen.textBaseline = 'alphabetic';
  const right = x - dot - 3;
  pen.fillText(waiting > 999 ? '999+' : String(waiting), right, floorY, Math.max(8, right - 1));
};

/** A cross where the connection was lost, a gap in the wire where events were. */
const paintCrosses = (pen: Pen, { scene, moment: { layout }, ink }: Picture): void => {
  const { dot, floorY, height } = layout;
  const y = floorY / 2;
  pen.strokeStyle = ink.warning;
  pen.lineWidth = 2.5;
  pen.beginPath();
  for (const x of scene.reconnects) {
    for (const slope of [-1, 1]) {
      pen.moveTo(x - dot, y - dot * slope);
      pen.lineTo(x + dot, y + dot * slope);
    }
  }
  pen.stroke();
  pen.beginPath();
  pen.setLineDash([3, 3]);
  for (const x of scene.missed) {
    pen.rect(x - dot / 2, 1, dot, height - 2);
  }
  pen.stroke();
  pen.setLineDash([]);
};

/** What this page published: a diamond, larger than any dot. */
const paintOwn = (pen: Pen, { scene, moment: { layout }, ink }: Picture): void => {
  const radius = layout.dot * 1.25;
  const y = layout.floorY - layout.dot;
  pen.lineWidth = 2;
  pen.strokeStyle = ink.text;
  pen.fillStyle = ink.lane;
  for (const x of scene.own) {
    pen.beginPath();
    pen.moveTo(x, y - radius);
    pen.lineTo(x + radius, y);
    pen.lineTo(x, y + radius);
    pen.lineTo(x - radius, y);
    pen.closePath();
    pen.fill();
    pen.stroke();
  }
};
