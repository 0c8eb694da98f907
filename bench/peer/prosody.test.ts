// Tests of prosody.ts with somebody else's `prosody`: how it refuses, and that nothing stays behind.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { LabError } from '../../servers/protocol/errors.ts';
import { refuseWithoutProsody, startProsody } from './prosody.ts';

const isLinux = process.platform === 'linux';
const folder = mkdtempSync(join(tmpdir(), 'peer-'));
after(() => rmSync(folder, { recursive: true }));

test('a missing Prosody is refused with the command that brings it', { skip: !isLinux }, () => {
  for (const path of ['', folder, `/nowhere${delimiter}${folder}`]) {
    assert.throws(
      () => refuseWithoutProsody(path),
      (error: LabError) =>
        error.code === 'LAB_PARAMETER_INVALID' && error.message.endsWith(': apt-get install prosody.'),
    );
  }
});

test('one that ends at once is quoted, and its folder goes with it', { skip: !isLinux }, async () => {
  writeFileSync(join(folder, 'prosody'), '#!/bin/sh\necho "no Lua here" >&2\nexit 1\n', { mode: 0o755 });
  const path = process.env['PATH'] ?? '';
  process.env['PATH'] = `${folder}${delimiter}${path}`;
  const folders = (): readonly string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('transport-lab-prosody-'));
  const before = folders();
  try {
    await assert.rejects(startProsody({ host: '127.0.0.1', accounts: [] }), {
      code: 'LAB_SERVER_FAILED',
      message: 'Prosody ended before it answered; the last it said: no Lua here.',
    });
  } finally {
    process.env['PATH'] = path;
  }
  assert.deepEqual(folders(), before);
});
