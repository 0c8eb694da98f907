// Which answers a tap has seen to requests that carry a mark of their own in their target, and how many bytes they had. Pure.
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';

/** One answer as it stood on the wire. */
export interface TappedAnswer {
  /** Request target (RFC 9112 §3.2) with the mark in it. */
  readonly target: string;
  readonly headBytes: number;
  readonly bodyBytes: number;
}

interface Open {
  readonly target: string;
  head: string;
  headBytes: number | null;
  bytes: number;
}

/** On one connection the next request follows the answer: a browser does not pipeline, so all bytes down are of this answer. */
export const tappedAnswers = (records: readonly CaptureRecord[], mark: string): readonly TappedAnswer[] => {
  const open = new Map<number, Open>();
  const answers: Open[] = [];
  for (const record of records) {
    if (record.kind === 'lost' || record.kind === 'close') open.delete(record.connection);
    if (record.kind !== 'data') continue;
    if (record.direction === 'down') take(open.get(record.connection), record.bytes);
    else {
      const target = targetOf(record.bytes);
      open.delete(record.connection);
      if (!target?.includes(mark)) continue;
      const answer = { target, head: '', headBytes: null, bytes: 0 };
      open.set(record.connection, answer);
      answers.push(answer);
    }
  }
  return answers.flatMap(({ target, headBytes, bytes }) =>
    headBytes === null ? [] : [{ target, headBytes, bodyBytes: bytes - headBytes }],
  );
};

const latin1 = new TextDecoder('latin1');

const targetOf = (bytes: Uint8Array): string | undefined =>
  /^GET (\S+) HTTP\/1\.\d\r\n/.exec(latin1.decode(bytes.subarray(0, 1024)))?.[1];

/** RFC 9112 §2.1: an empty line ends the head. */
const take = (answer: Open | undefined, bytes: Uint8Array): void => {
  if (!answer) return;
  answer.bytes += bytes.byteLength;
  if (answer.headBytes !== null) return;
  answer.head += latin1.decode(bytes);
  const end = answer.head.indexOf('\r\n\r\n');
  if (end >= 0) answer.headBytes = end + 4;
};
