// What all streams share: connect, hand entries on once and in order, reconnect with backoff, resume by cursor.
import type { Cursor, StartPosition } from '../servers/protocol/cursor.ts';
import type { Entry } from '../servers/protocol/entry.ts';
import type { LabError } from '../servers/protocol/errors.ts';
import type { Gap } from '../servers/protocol/gap.ts';
import { ArrivalQueue } from './arrival-queue.ts';
import { Backoff } from './backoff.ts';
import { Progress } from './progress.ts';
import type { Arrival, ClientTarget } from './transport.ts';

/** What a connection reports. After `lost` or `expired` it is over. */
export interface StreamEvents {
  /** The stream stands at this position (`null` = unknown). */
  ready(cursor: Cursor | null): void;
  /** @param receivedAtNs when several came together; @default now */
  entry(entry: Entry, receivedAtNs?: bigint): void;
  /** A heartbeat that carries the position. */
  position(cursor: Cursor): void;
  /** An answer that carried nothing, where a stream is made of answers. */
  empty(): void;
  gap(gap: Gap): void;
  /** The platform lost the connection and restores it by itself; `ready` follows. */
  interrupted(why: string): void;
  lost(why: string): void;
  /** The server refused the cursor. */
  expired(): void;
  /** The server refused for good (wrong password, bad parameter): the iteration ends with this error. */
  refused(error: LabError): void;
}

/** Opens one connection; returns the function that closes it. */
export type OpenStream = (from: StartPosition, events: StreamEvents) => () => void;

/** A listener whose fault ends the connection instead of the process. */
export const guarded =
  <Event>(events: StreamEvents, listener: (event: Event) => void): ((event: Event) => void) =>
  (event) => {
    try {
      listener(event);
    } catch (cause) {
      events.lost((cause as Error).message);
    }
  };

/** Follows through any number of connections until `target.signal` fires or the iteration is left. */
export async function* followStream(target: ClientTarget, open: OpenStream): AsyncGenerator<Arrival, void> {
  const queue = new ArrivalQueue();
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  target.signal.addEventListener('abort', stop);
  if (target.signal.aborted) stop();
  const keeping = keepConnected({ target, queue, open, signal: stopped.signal });
  // Its fault is thrown below, when the reader comes for what follows the last arrival; until then it is not unhandled.
  keeping.catch(() => undefined);
  try {
    yield* queue.read();
    await keeping;
  } finally {
    target.signal.removeEventListener('abort', stop);
    stop();
    queue.close();
    await keeping;
  }
}

interface Keeping {
  readonly target: ClientTarget;
  readonly queue: ArrivalQueue;
  readonly open: OpenStream;
  readonly signal: AbortSignal;
}

const keepConnected = async (keeping: Keeping): Promise<void> => {
  const { target, queue, signal } = keeping;
  const progress = new Progress(target.from);
  const backoff = new Backoff(target.runtime);
  try {
    while (!signal.aborted) {
      const end = await connectOnce(keeping, progress, backoff);
      if (signal.aborted || queue.isClosed) break;
      if (end === 'expired') {
        queue.push({ kind: 'missed', count: null });
        progress.restart();
        continue;
      }
      // A reader that is far behind gets a pause instead of an endless queue; the cursor brings the rest.
      if (queue.isFull) await queue.drained();
      queue.push({ kind: 'reconnect', attempt: backoff.failed(), why: end });
      await backoff.pause(signal);
    }
  } finally {
    queue.close();
  }
};

/** Resolves with why the connection ended, or `expired`. */
const connectOnce = ({ target, queue, open, signal }: Keeping, progress: Progress, backoff: Backoff): Promise<string> =>
  new Promise((resolve) => {
    const { runtime, topic } = target;
    let isOver = false;
    let close = (): void => {};
    const end = (why: string): void => {
      if (isOver) return;
      isOver = true;
      signal.removeEventListener('abort', abandon);
      close();
      resolve(why);
    };
    const abandon = (): void => end('stopped');
    signal.addEventListener('abort', abandon);
    const cursorOf = (cursor: Cursor): void => {
      if (!isOver) progress.moveTo(cursor);
    };
    close = open(progress.position, {
      ready(cursor) {
        if (isOver) return;
        backoff.succeeded();
        if (cursor !== null && progress.position === 'now') progress.moveTo(cursor);
        queue.push({ kind: 'ready', cursor: progress.cursor });
      },
      entry(entry, receivedAtNs = runtime.nowNs()) {
        if (isOver) return;
        if (!progress.accept(entry)) {
          queue.push({ kind: 'dropped', entry });
          return;
        }
        queue.push({ kind: 'entry', entry, receivedAtNs });
        if (queue.isFull) end('the reader is slower than the feed');
      },
      position: cursorOf,
      empty() {
        if (!isOver) queue.push({ kind: 'empty', receivedAtNs: runtime.nowNs() });
      },
      gap(gap) {
        if (isOver) return;
        queue.push({ kind: 'missed', count: topic === undefined ? gap.missed : null });
        cursorOf(gap.next);
      },
      interrupted(why) {
        if (!isOver) queue.push({ kind: 'reconnect', attempt: backoff.failed(), why });
      },
      lost: end,
      expired: () => end('expired'),
      refused(error) {
        queue.fail(error);
        end(error.message);
      },
    });
    if (isOver) close();
  });
