// The one loop that paints all tracks, outside of the framework: it reads the session at the time of the cursor, and rests when nothing changes.
import { effect } from '@preact/signals';
import type { TransportId } from '../../../servers/protocol/catalog.ts';
import { parseCursor } from '../../../servers/protocol/cursor.ts';
import type { LabPage } from '../lab-page.ts';
import { isDark } from '../parts/media.ts';
import { LaneScene, type Moment } from './lane-scene.ts';
import { lagMsFor, PictureClock } from './picture-clock.ts';
import { inkOf, makeStamps, type Stamps, type TrackInk } from './track-ink.ts';
import { flightMsOf, layoutOf, type TrackLayout } from './track-layout.ts';
import { paintTrack } from './track-painter.ts';

/** Between two looks at what this page published, in milliseconds. */
const ownIntervalMs = 100;
/** Own events that are marked: those of a strip, and more than a person can press. */
const maximumOwn = 100;

/** One canvas and what is painted on it. */
interface Track {
  readonly id: TransportId;
  readonly canvas: HTMLCanvasElement;
  readonly pen: CanvasRenderingContext2D;
  scene: LaneScene;
  layout: TrackLayout;
  ink: TrackInk;
  stamps: Stamps;
  moment?: Moment;
}

/** One a view. A hidden tab gets no animation frames (https://html.spec.whatwg.org/multipage/imagebitmap-and-animations.html#animation-frames). */
export class TrackLoop {
  readonly #page: LabPage;
  readonly #tracks = new Map<HTMLCanvasElement, Track>();
  readonly #clock = new PictureClock();
  readonly #resizes = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#fit(target as HTMLCanvasElement);
  });
  #own: ReadonlySet<number> = new Set();
  #ownAtMs = 0;
  #session: LabPage['live'] | null = null;
  #frame = 0;
  #frameMs = performance.now();
  #painted = '';
  #revision = 0;

  constructor(page: LabPage) {
    this.#page = page;
  }

  /** Paints a canvas from now on. @returns what ends it */
  add(id: TransportId, canvas: HTMLCanvasElement): () => void {
    const pen = canvas.getContext('2d');
    if (!pen) return () => {};
    const layout = layoutOf(canvas.clientWidth, canvas.clientHeight);
    const ink = inkOf(canvas, id, isDark.peek());
    const stamps = makeStamps(layout, ink, devicePixelRatio);
    this.#tracks.set(canvas, { id, canvas, pen, scene: new LaneScene(id), layout, ink, stamps });
    this.#resizes.observe(canvas);
    const stopInk = effect(() => {
      void isDark.value;
      this.#fit(canvas);
    });
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#paint);
    return () => {
      stopInk();
      this.#resizes.unobserve(canvas);
      this.#tracks.delete(canvas);
      if (this.#tracks.size > 0) return;
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
    };
  }

  #fit(canvas: HTMLCanvasElement): void {
    const track = this.#tracks.get(canvas);
    if (!track) return;
    const { clientWidth, clientHeight } = canvas;
    canvas.width = Math.round(clientWidth * devicePixelRatio);
    canvas.height = Math.round(clientHeight * devicePixelRatio);
    track.layout = layoutOf(clientWidth, clientHeight);
    track.ink = inkOf(canvas, track.id, isDark.peek());
    track.stamps = makeStamps(track.layout, track.ink, devicePixelRatio);
    this.#revision += 1;
  }

  readonly #paint = (frameMs: number): void => {
    this.#frame = requestAnimationFrame(this.#paint);
    const nowMs = this.#nowMs(frameMs);
    this.#findOwn(frameMs);
    const { lanes } = this.#page.session.peek();
    const seen = [nowMs, this.#revision, ...[...this.#tracks.values()].map(({ id }) => lanes[id].marks.count)].join(
      ' ',
    );
    if (seen === this.#painted) return;
    this.#painted = seen;
    for (const track of this.#tracks.values()) {
      const { layout, scene, id } = track;
      track.moment = { nowMs, layout, flightMs: this.#flightMs(id), own: this.#own };
      scene.look(lanes[id].marks, track.moment);
    }
    const newest = newestSequence([...this.#tracks.values()].map(({ scene }) => scene));
    for (const track of this.#tracks.values()) paint(track, newest);
  };

  /** The moment to paint. A recording that was opened has its own past. */
  #nowMs(frameMs: number): number {
    const { cursor, session } = this.#page;
    if (this.#session !== session.peek()) {
      this.#session = session.peek();
      this.#revision += 1;
      for (const track of this.#tracks.values()) track.scene = new LaneScene(track.id);
    }
    const elapsedMs = frameMs - this.#frameMs;
    this.#frameMs = frameMs;
    const longestMs = Math.max(...[...this.#tracks.values()].map(({ id }) => this.#flightMs(id)));
    return this.#clock.read(cursor.nowMs(), cursor.mode.peek() === 'live', { lagMs: lagMsFor(longestMs), elapsedMs });
  }

  /** On what round trip a lane's messages fly at present. */
  #flightMs(id: TransportId): number {
    const room = this.#page.room.peek();
    return flightMsOf((room?.settings.rttMs ?? 0) + (room?.faults[id].extraRttMs ?? 0));
  }

  #findOwn(frameMs: number): void {
    if (frameMs - this.#ownAtMs < ownIntervalMs) return;
    this.#ownAtMs = frameMs;
    const { claims } = this.#page.session.peek().book;
    const own = new Set(claims.slice(-maximumOwn).map(([cursor]) => parseCursor(cursor).sequence));
    if (own.size !== this.#own.size || [...own].at(-1) !== [...this.#own].at(-1)) this.#revision += 1;
    this.#own = own;
  }
}

/** The number of the event that was published last, as far as any lane knows. */
const newestSequence = (scenes: readonly LaneScene[]): number => {
  let newest = scenes[0];
  for (const scene of scenes) if (newest && scene.publishedMs > newest.publishedMs) newest = scene;
  return newest?.publishedSequence ?? Number.NaN;
};

const paint = ({ pen, scene, moment, ink, stamps }: Track, newest: number): void => {
  if (!moment) return;
  pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  paintTrack(pen, { scene, moment, ink, stamps, waiting: scene.waiting(newest) });
};
