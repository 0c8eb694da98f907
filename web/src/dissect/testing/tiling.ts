// For tests: proves that spans leave out no byte, and tells what a dissection says in a form that can be compared.
import assert from 'node:assert/strict';
import type { CaptureRecord, WireDirection } from '../../../../servers/protocol/capture.ts';
import { ConnectionDissector, type DissectorOptions } from '../connection.ts';
import type { Span } from '../span.ts';
import { spanKinds, type SpanKind } from '../span-kinds.ts';

const kinds = new Set<SpanKind>(spanKinds());

/** A dissection of records, with everything pushed. */
export const dissect = (
  records: readonly CaptureRecord[],
  options: Partial<DissectorOptions> = {},
): ConnectionDissector => {
  const dissector = new ConnectionDissector({ connection: 1, transport: 'sse', ...options });
  for (const record of records) dissector.push(record);
  return dissector;
};

/** Fails when spans do not lie edge to edge in `[start, end)`, at any depth. */
export const assertTiled = (spans: readonly Span[], start: number, end: number): void => {
  let at = start;
  for (const span of spans) {
    assert.equal(span.start, at, `a hole or an overlap before ${JSON.stringify(span).slice(0, 200)}`);
    assert.ok(span.end > span.start, 'an empty span');
    assert.ok((span.value?.length ?? 0) <= 120, 'a value is too long');
    assert.ok(kinds.has(span.kind), span.kind);
    if (span.children) assertTiled(span.children, span.start, span.end);
    at = span.end;
  }
  assert.equal(at, end, 'the end is not reached');
};

/** Fails when a byte that was captured and is kept belongs to no message, or to no span. */
export const assertComplete = (dissector: ConnectionDissector): void => {
  for (const direction of ['up', 'down'] as const) {
    const messages = dissector.messages.filter((message) => message.direction === direction);
    const raw = dissector.rawBytes(direction);
    let at = messages[0]?.start ?? 0;
    const first = at;
    for (const message of messages) {
      assert.equal(
        message.start,
        at,
        `message ${message.number} ${direction} begins at ${message.start}, not at ${at}`,
      );
      assertTiled(message.spans(), message.start, message.end);
      assert.equal(dissector.bytesOf(message).byteLength, message.end - message.start);
      assert.equal(typeof message.summary.key, 'string');
      at = message.end;
    }
    assert.equal(at - first, raw.byteLength, `${direction}: bytes belong to no message`);
  }
};

const leavesOf = (spans: readonly Span[]): readonly Span[] =>
  spans.flatMap((span) => (span.children ? leavesOf(span.children) : [span]));

/** All leaves of a direction, as `kind` and text. */
export const leaves = (dissector: ConnectionDissector, direction: WireDirection): readonly [SpanKind, string][] => {
  const raw = Buffer.from(dissector.rawBytes(direction));
  const messages = dissector.messages.filter((message) => message.direction === direction);
  const first = messages[0]?.start ?? 0;
  return messages.flatMap((message) =>
    leavesOf(message.spans()).map(({ kind, start, end }): [SpanKind, string] => [
      kind,
      raw.toString('latin1', start - first, end - first),
    ]),
  );
};

/** Everything but times that a dissection says. */
export const told = (dissector: ConnectionDissector): unknown => ({
  totals: dissector.totals,
  exchanges: dissector.exchanges.map((exchange) => ({
    ...Object.fromEntries(
      (['number', 'status', 'method', 'host', 'target', 'httpVersion', 'type', 'isOpen'] as const)
        .concat(['requestBytes', 'transferredBytes', 'sizeBytes', 'payloadBytes', 'entries'] as never)
        .concat(['frames', 'chunks', 'lostBytes', 'startedMs', 'firstByteMs', 'endedMs'] as never)
        .map((name) => [name, exchange[name]]),
    ),
    messages: exchange.messages.map((message) => ({
      ...Object.fromEntries(
        (['number', 'direction', 'start', 'end', 'kind', 'isOpen', 'isContinuation', 'atMs', 'endMs'] as const).map(
          (name) => [name, message[name]],
        ),
      ),
      summary: message.summary,
      stanza: message.stanza,
      spans: message.spans(),
    })),
  })),
});
