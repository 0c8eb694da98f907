// Where a message is expected: a head of HTTP, or a frame once the connection has become a WebSocket.
import { Content } from './content.ts';
import type { Reader } from './reader.ts';
import type { FoundAgain, Stage } from './stage.ts';

/** RFC 9110 §5.6.2: what a token consists of; before it, an empty line is forgiven (RFC 9112 §2.2). */
const headStart = /[!#$%&'*+.^_`|~0-9A-Za-z\r\n-]/;
/** Of a connection that began before the capture: a method is in capitals, and so is a version. */
const certainHeadStart = /[A-Z]/;

/** Between messages. */
export const start: Stage = {
  read(reader) {
    const { conversation, log, at, stages } = reader;
    if (conversation.isUpgraded || isFrame(reader)) return stages.frames();
    const { isMiddle } = conversation;
    if (!(isMiddle ? certainHeadStart : headStart).test(String.fromCharCode(log.byte(at)))) {
      reader.open('unread');
      return stages.unread(at, isMiddle ? streamOf(reader) : null);
    }
    reader.beginHead();
    return stages.head(at);
  },
  lose(reader) {
    if (reader.log.end === 0) reader.conversation.isMiddle = true;
    return reader.stages.start;
  },
};

/** Where the response that agreed to a WebSocket was not captured, a byte that begins no head begins a frame. */
const isFrame = ({ conversation, exchange, log, at }: Reader): boolean => {
  const row = exchange ?? conversation.exchanges.at(-1);
  if (!row?.wantsWebSocket || headStart.test(String.fromCharCode(log.byte(at)))) return false;
  conversation.upgrade(row);
  return true;
};

/** A stream of which the head was not captured: its chunks are found again. */
const streamOf = ({ isUp, conversation, exchange, log, stages }: Reader): FoundAgain | null => {
  if (isUp || conversation.transport !== 'sse' || !exchange) return null;
  exchange.type = 'text/event-stream';
  return stages.chunks(new Content('sse', log, exchange));
};
