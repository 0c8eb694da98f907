// The messages of `websocket`, each in one line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeEntry } from '../../servers/protocol/entry.ts';
import { eventExamples } from '../../servers/protocol/event.ts';
import { LabError } from '../../servers/protocol/errors.ts';
import { encodeAnswer, encodeGapMessage, encodePosition } from '../../servers/protocol/websocket-messages.ts';
import { explainJson } from './json-explanation.ts';

const entry = { cursor: 'e-1', publishedAtNs: 1n, topics: [], event: eventExamples['agent-state'] } as const;

const messages: Readonly<Record<string, string>> = {
  [encodePosition('e-1')]: 'Position: who reconnects goes on after e-1',
  [encodeEntry(entry)]: 'Entry e-1: agent-state 1001001 READY',
  [encodeEntry({ ...entry, event: eventExamples['queue-statistics'] })]: 'Entry e-1: queue-statistics 10',
  [encodeGapMessage({ after: 'e-1', next: 'e-9', missed: 7 })]: 'Gap: this reader fell behind and missed 7 entries',
  [encodeGapMessage({ after: 'e-1', next: 'f-9', missed: null })]:
    'Gap: this reader fell behind and missed an unknown number of entries',
  [encodeAnswer(3)]: 'Command 3 is done',
  [encodeAnswer(3, new LabError('LAB_FRAME_INVALID', 'No.'))]: 'Command 3 failed: LAB_FRAME_INVALID',
};

for (const [message, title] of Object.entries(messages)) {
  test(`${message.slice(0, 40)} is explained`, () => {
    assert.deepEqual(explainJson(message), { title, specification: 'RFC 6455 §5.6' });
  });
}

test('what is no message is refused', () => {
  assert.throws(() => explainJson('[]'), { code: 'LAB_ANSWER_INVALID' });
});
