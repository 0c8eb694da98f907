// Tests of the CSV under each chart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCsv } from './csv.ts';

test('fields with commas, quotes or line breaks are quoted, lines end with CRLF', () => {
  const csv = toCsv({
    head: ['a', 'b, ms'],
    rows: [
      ['1,234', 'say "x"'],
      ['line\nbreak', 'plain'],
    ],
  });
  assert.equal(csv, 'a,"b, ms"\r\n"1,234","say ""x"""\r\n"line\nbreak",plain\r\n');
});
