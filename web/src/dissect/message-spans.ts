// The spans of a message, by what kind of message it is.
import { chunkSpans } from './chunk-spans.ts';
import { contentSpans } from './content-spans.ts';
import { frameSpans } from './frame-spans.ts';
import { headSpans } from './head-spans.ts';
import type { Message } from './message.ts';
import { clip, type Span } from './span.ts';

/** They tile the message. */
export const spansOf = (message: Message): readonly Span[] => {
  const { start, end } = message;
  switch (message.kind) {
    case 'request-head':
    case 'response-head':
      return clip(headSpans(message.source, message.kind === 'request-head'), 0, end - start, start);
    case 'request-body':
    case 'response-body':
      return contentSpans(message);
    case 'chunk':
      return chunkSpans(message);
    case 'frame':
      return frameSpans(message);
    case 'unread':
      return [{ kind: message.isAfterLoss ? 'unread.after-loss' : 'unread', start, end }];
  }
};
