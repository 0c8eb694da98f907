// A lane's moving track: a canvas outside of the framework, painted once a frame while it is visible and not paused.
import { useEffect, useRef } from 'preact/hooks';
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { nowMs } from './clock.ts';
import { trackMs, type Live } from './live.ts';
import { say } from './text.ts';
import { paintTrack, type TrackInk } from './track-painter.ts';

/** Decorative for those who do not see it: the same stands in the table of the last events. */
export const LaneTrack = ({ id, live }: { readonly id: TransportId; readonly live: Live }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? runTrack(canvas.current, id, live) : undefined), [id, live]);
  const { title } = describeTransport(id);
  return <canvas ref={canvas} role="img" aria-label={say('trackLabel', { title, seconds: trackMs / 1000 })} />;
};

const inkOf = (element: HTMLElement): TrackInk => {
  const style = getComputedStyle(element);
  return {
    lane: style.getPropertyValue('accent-color'),
    muted: style.getPropertyValue('color'),
    line: style.getPropertyValue('border-left-color'),
    surface: style.getPropertyValue('background-color'),
  };
};

/** A dot moves a pixel or two in this time; more frames cost, and show nothing. */
const frameMs = 30;

/** Returns what stops it. */
const runTrack = (canvas: HTMLCanvasElement, id: TransportId, live: Live): (() => void) => {
  const pen = canvas.getContext('2d');
  if (!pen) return () => {};
  let frame = 0;
  let size = { width: 0, height: 0 };
  let ink = inkOf(canvas);
  let isStale = true;
  const fit = new ResizeObserver(() => {
    size = { width: canvas.clientWidth, height: canvas.clientHeight };
    canvas.width = Math.round(size.width * devicePixelRatio);
    canvas.height = Math.round(size.height * devicePixelRatio);
    isStale = true;
  });
  const theme = matchMedia('(prefers-color-scheme: dark)');
  const repaint = (): void => {
    ink = inkOf(canvas);
    isStale = true;
  };
  let rightEdgeMs = nowMs();
  const paint = (): void => {
    frame = requestAnimationFrame(paint);
    if (!isStale && (live.isPaused.value || nowMs() - rightEdgeMs < frameMs)) return;
    if (!live.isPaused.value) rightEdgeMs = nowMs();
    isStale = false;
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const { races } = live.book;
    paintTrack(pen, { id, ...size, nowMs: rightEdgeMs, spanMs: trackMs, races, marks: live.marks[id], ink });
  };
  fit.observe(canvas);
  theme.addEventListener('change', repaint);
  paint();
  return () => {
    cancelAnimationFrame(frame);
    fit.disconnect();
    theme.removeEventListener('change', repaint);
  };
};
