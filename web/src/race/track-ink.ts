// The colours of a track in the theme in force, and its columns of dots drawn in advance: a copy costs less than a path.
import { describeTransport, type TransportId } from '../../../servers/protocol/catalog.ts';
import type { TrackLayout } from './track-layout.ts';

/** Colours of the present theme. */
export interface TrackInk {
  readonly lane: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly warning: string;
  readonly font: string;
}

/** Canvas knows no custom properties: race.css puts them where a computed style tells them. */
export const inkOf = (canvas: HTMLElement, id: TransportId, isDark: boolean): TrackInk => {
  const style = getComputedStyle(canvas);
  return {
    lane: describeTransport(id).colour[isDark ? 'dark' : 'light'],
    text: style.color,
    muted: style.caretColor,
    line: style.borderTopColor,
    surface: style.backgroundColor,
    warning: style.outlineColor,
    font: style.fontFamily,
  };
};

/** Columns of one dot and more, side by side in one picture. */
export interface Stamps {
  readonly picture: HTMLCanvasElement;
  readonly ratio: number;
}

/** The last column is full: a bar, for more dots have no room. */
export const makeStamps = ({ dot, stack, floorY }: TrackLayout, { lane, surface }: TrackInk, ratio: number): Stamps => {
  const picture = document.createElement('canvas');
  picture.width = Math.ceil(dot * (stack + 1) * ratio);
  picture.height = Math.ceil(floorY * ratio);
  const pen = picture.getContext('2d');
  if (!pen) return { picture, ratio };
  pen.scale(ratio, ratio);
  pen.fillStyle = lane;
  pen.strokeStyle = surface;
  for (let count = 1; count <= stack; count += 1) {
    for (let level = 0; level < count; level += 1) {
      pen.beginPath();
      pen.arc((count - 0.5) * dot, floorY - (level + 0.5) * dot, dot / 2 - 0.5, 0, 2 * Math.PI);
      pen.fill();
    }
  }
  pen.fillRect(stack * dot + 0.5, floorY - stack * dot, dot - 1, stack * dot);
  return { picture, ratio };
};
