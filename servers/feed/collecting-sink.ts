// For tests: a sink that keeps what it gets and is full when the test says so.
import { parseCursor } from '../protocol/cursor.ts';
import type { Entry } from '../protocol/entry.ts';
import { eventExamples } from '../protocol/event.ts';
import type { Gap } from '../protocol/gap.ts';
import type { Feed } from './feed.ts';
import type { EntrySink } from './reader.ts';

/** Says that it is full while `hasRoom` is false. */
export class CollectingSink implements EntrySink {
  readonly name = 'a test';
  readonly entries: Entry[] = [];
  readonly gaps: Gap[] = [];
  hasRoom = true;
  writes = 0;

  get sequences(): readonly number[] {
    return this.entries.map(({ cursor }) => parseCursor(cursor).sequence);
  }

  write(entries: readonly Entry[]): boolean {
    this.writes += 1;
    this.entries.push(...entries);
    return this.hasRoom;
  }

  gap(missed: Gap): void {
    this.gaps.push(missed);
  }
}

/** Publishes so many entries that are on no topic of an agent. */
export const publishMany = (feed: Feed, count: number): void => {
  for (let index = 0; index < count; index += 1) feed.publish(eventExamples['queue-statistics']);
};
