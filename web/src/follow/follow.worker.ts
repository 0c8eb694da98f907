// The worker of one lane: timers in a tab in the background are throttled, a worker's are not.
import { LaneFollower } from './lane-follower.ts';
import type { LaneOrder } from './messages.ts';

const reportIntervalMs = 100;
const follower = new LaneFollower();

addEventListener('message', ({ data }: MessageEvent<LaneOrder>) => follower.obey(data));
setInterval(() => {
  const report = follower.takeReport();
  if (!report) return;
  const { times, codes, sequences, latencies } = report.marks;
  const columns = [times.buffer, codes.buffer, sequences.buffer, latencies.buffer];
  postMessage(report, { transfer: columns as Transferable[] });
}, reportIntervalMs);
