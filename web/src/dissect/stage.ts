// What a stage of reading is, and the stages that there are; they hand over to one another by the reader, never directly.
import type { Content } from './content.ts';
import type { Reader } from './reader.ts';

/** What is expected next: it takes bytes from `reader.at` on. */
export interface Stage {
  /** @returns the stage of the next byte; `undefined` = more bytes are needed */
  read(reader: Reader): Stage | undefined;
  /** So many bytes after those that were read are missing. */
  lose(reader: Reader, byteCount: number): Stage;
}

/** A stage that can be found again after bytes that were not understood. */
export interface FoundAgain extends Stage {
  /** By what: the line of a chunk's size, or the beginning of a frame. */
  readonly mark: 'chunk' | 'frame';
  /** It goes on with the next chunk or frame. */
  resume(): Stage;
}

/** All stages. */
export interface Stages {
  /** Between messages. */
  readonly start: Stage;
  /** @param at where the head begins */
  head(at: number): Stage;
  /** @param length infinite = until the connection closes */
  body(length: number, content: Content): Stage;
  chunks(content: Content): FoundAgain;
  frames(): FoundAgain;
  /**
   * @param from where to look for something known; `null` = from the next byte on
   * @param back what to go on with when it is found again
   */
  unread(from: number | null, back: FoundAgain | null): Stage;
}
