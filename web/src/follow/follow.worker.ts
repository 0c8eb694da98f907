// The worker's entry: follows every transport and reports to the page. Timers of a page in the background are throttled, a worker's are not.
import { describeTransport, ladderIds, type CostModel } from '../../servers/protocol/catalog.ts';
import { LaneFollower } from './lane-follower.ts';
import type { FollowOrder, LaneReport } from './messages.ts';

/** A worker's global scope, as far as it is used; its types and the DOM's exclude each other. */
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: { readonly data: FollowOrder }) => void): void;
  postMessage(reports: readonly LaneReport[]): void;
}

const reportIntervalMs = 100;
/** Whose questions follow the interval; a held question and a stream do not. */
const hasTimetable: Readonly<Record<CostModel, boolean>> = {
  'board-new-connection': true,
  board: true,
  'short-poll': true,
  'long-poll': false,
  push: false,
};
const scope = globalThis as unknown as WorkerScope;
const followers: LaneFollower[] = [];
let isStarted = false;

const start = async (order: FollowOrder): Promise<void> => {
  const { origin } = location;
  const { xmppDomain } = (await (await fetch(`${origin}/catalog`)).json()) as { readonly xmppDomain: string };
  for (const id of ladderIds) followers.push(new LaneFollower(id, { origin, xmppDomain }, order));
  setInterval(() => {
    const reports = followers.flatMap((follower) => follower.takeReport() ?? []);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has one page and no target origin
    if (reports.length > 0) scope.postMessage(reports);
  }, reportIntervalMs);
};

scope.addEventListener('message', ({ data: order }) => {
  if (!isStarted) {
    isStarted = true;
    void start(order);
    return;
  }
  for (const follower of followers) {
    if (hasTimetable[describeTransport(follower.id).costModel]) follower.restart(order);
  }
});
