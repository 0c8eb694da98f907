// Passes over bytes that cannot be understood, until something begins that can.
import { findTextFrame } from './frame-header.ts';
import { firstLineIn, withoutEnd } from './head.ts';
import type { Reader } from './reader.ts';
import type { FoundAgain, Stage } from './stage.ts';

const lineFeed = 0x0a;
/** Longer lines are looked at in parts. */
const maximumLine = 64 * 1024;

/** Looks for a head, for a chunk's size where there were chunks, and for a frame where there are frames. */
export class UnreadStage implements Stage {
  /** Where the next look begins; `null` = with the next byte. */
  #from: number | null;
  readonly #back: FoundAgain | null;

  /** @param back what to go on with when it is found again */
  constructor(from: number | null, back: FoundAgain | null) {
    this.#from = from;
    this.#back = back;
  }

  read(reader: Reader): Stage | undefined {
    if (!reader.message) reader.open('unread');
    this.#from ??= reader.at;
    return this.#back?.mark === 'frame' || this.#mayBeFrames(reader) ? this.#frame(reader) : this.#line(reader);
  }

  lose(): Stage {
    this.#from = null;
    return this;
  }

  /** A WebSocket of which the beginning was not captured. */
  #mayBeFrames({ conversation }: Reader): boolean {
    const { isMiddle, transport, isUpgraded } = conversation;
    return isUpgraded || (isMiddle && (transport === 'websocket' || transport === 'xmpp'));
  }

  #frame(reader: Reader): Stage | undefined {
    const { at, isFound } = findTextFrame(reader.log, this.#from ?? reader.at, reader.direction);
    this.#from = at;
    this.#passTo(reader, at);
    if (!isFound) return undefined;
    reader.close(at);
    reader.at = at;
    const { conversation } = reader;
    if (!conversation.isUpgraded && reader.exchange) conversation.upgrade(reader.exchange);
    return this.#back?.mark === 'frame' ? this.#back.resume() : reader.stages.frames();
  }

  #line(reader: Reader): Stage | undefined {
    const from = this.#from ?? reader.at;
    const end = reader.log.indexOf(lineFeed, from);
    if ((end === -1 ? reader.log.end : end) - from > maximumLine) return this.#passTo(reader, from + maximumLine);
    if (end === -1) return undefined;
    const line = withoutEnd(reader.log.text(from, end));
    const index = firstLineIn(reader.direction, line);
    if (index !== -1) return this.#head(reader, from + index);
    if (this.#back?.mark === 'chunk' && /^[0-9A-Fa-f]{1,6}$/.test(line)) {
      reader.close(from);
      reader.at = from;
      return this.#back.resume();
    }
    return this.#passTo(reader, end + 1);
  }

  #head(reader: Reader, at: number): Stage {
    reader.close(at);
    reader.at = at;
    reader.beginHead();
    return reader.stages.head(at);
  }

  /** These bytes are passed; where they are too many for one message, they are more of them. */
  #passTo(reader: Reader, at: number): Stage {
    this.#from = at;
    for (let first = reader.message?.start ?? at; at - first > reader.maximumMessageBytes;) {
      first += reader.maximumMessageBytes;
      reader.close(first);
      reader.at = first;
      reader.open('unread').isContinuation = true;
    }
    reader.at = at;
    return this;
  }
}
