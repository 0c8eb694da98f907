// The stages of reading, put together.
import type { Stages } from './stage.ts';
import { ChunkedStage, LengthStage } from './stage-body.ts';
import { FrameStage } from './stage-frame.ts';
import { HeadStage } from './stage-head.ts';
import { start } from './stage-start.ts';
import { UnreadStage } from './stage-unread.ts';

export const stages: Stages = {
  start,
  head: (at) => new HeadStage(at),
  body: (length, content) => new LengthStage(length, content),
  chunks: (content) => new ChunkedStage(content),
  frames: () => new FrameStage(),
  unread: (from, back) => new UnreadStage(from, back),
};
