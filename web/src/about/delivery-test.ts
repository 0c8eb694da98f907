// A self-test of delivery: what the feed published between two cursors must have arrived on every lane, once.
import { describeTransport, type TransportId } from '../../../servers/protocol/catalog.ts';
import { parseCursor } from '../../../servers/protocol/cursor.ts';
import type { LabPage } from '../lab-page.ts';
import { formatNumber, say, sayCount } from '../text/say.ts';
import { deliveredOn, newestOn, type FeedSpan } from './delivered.ts';
import { delay, until, type Outcome } from './outcome.ts';

const events = 6;
const eventIntervalMs = 300;
/** A lane's marks are told one by one only up to 4000 a second (follow/marks.ts); well below that nothing is left out. */
const highestRate = 500;

/** Publishes where it may; a viewer counts what others publish. */
export const deliveryTest = async (page: LabPage): Promise<Outcome> => {
  const state = page.source.channel.state.peek();
  if (!state) return { holds: null, figure: say('shell.noChannel') };
  const { ratePerSecond, rttMs } = state.settings;
  if (ratePerSecond > highestRate)
    return { holds: null, figure: say('about.test.lost.tooFast', { rate: highestRate }) };
  const lanes = page.live.raced;
  const missedBefore = lanes.map((id) => page.live.lanes[id].present.lane.missed);
  const span = await (state.role === 'trainer' ? publishedSpan(page) : seenSpan(page, lanes));
  if (span.to <= span.from) return { holds: null, figure: say('about.test.lost.nothing') };
  // A poll may have begun, have an empty answer to wait for, and then a round trip or a new connection.
  const patienceMs = 2 * page.state.pollIntervalMs.peek() + 6 * rttMs + 3000;
  await until(() => lanes.every((id) => newestOn(page.live, id, span.sinceMs) >= span.to), patienceMs);
  return judge(page, span, missedBefore);
};

const publishedSpan = async (page: LabPage): Promise<FeedSpan> => {
  const sinceMs = page.source.nowMs() - 1;
  const publish = async (): Promise<number> => {
    const { cursor } = await page.source.channel.ask({ do: 'publish' });
    return cursor === undefined ? 0 : parseCursor(cursor).sequence;
  };
  const from = (await publish()) - 1;
  let to = from;
  for (let count = 1; count < events; count += 1) {
    await delay(eventIntervalMs);
    to = await publish();
  }
  return { from, to, sinceMs };
};

const seenSpan = async (page: LabPage, lanes: readonly TransportId[]): Promise<FeedSpan> => {
  const longAgoMs = page.live.oldestMs;
  const newest = (): number => Math.max(...lanes.map((id) => newestOn(page.live, id, longAgoMs)));
  const from = newest();
  await delay(2 * events * eventIntervalMs);
  return { from, to: newest(), sinceMs: longAgoMs };
};

/** What a board says it could no longer show is missed, and not lost. */
const judge = (page: LabPage, span: FeedSpan, missedBefore: readonly number[]): Outcome => {
  const published = span.to - span.from;
  const faults = page.live.raced.flatMap((id, at) => {
    const { distinct, twice } = deliveredOn(page.live, id, span);
    const missed = Math.max(0, page.live.lanes[id].present.lane.missed - (missedBefore[at] ?? 0));
    const isWhole = distinct + missed >= published && twice === 0;
    return isWhole ? [] : [`${describeTransport(id).letter} ${formatNumber(distinct)}/${formatNumber(published)}`];
  });
  const lanes = page.live.raced.length;
  if (faults.length === 0) return { holds: true, figure: sayCount('about.test.lost.figure', published, { lanes }) };
  return { holds: false, figure: say('about.test.lost.faults', { faults: faults.join(', ') }) };
};
