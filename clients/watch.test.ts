// `npm run watch`: follows a real server in a process of its own, and refuses what it cannot do.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildApp } from '../servers/app.ts';
import { eventExamples } from '../servers/protocol/event.ts';

const watch = join(import.meta.dirname, 'watch.ts');

const refusals: Readonly<Record<string, readonly [argv: readonly string[], sentence: RegExp]>> = {
  'an unknown transport': [['telegraph'], /^"telegraph" is no transport; there are http10, .*xmpp\.\n$/],
  'an unknown option': [['sse', '--loud'], /^Unknown option '--loud'\.\n$/],
  'an address that is none': [['sse', '--url', 'nowhere'], /^--url is "nowhere"; it has to be an address/],
  'a topic that is none': [['sse', '--topic', 'x'], /^The topic "x" is not a node name/],
  'a cursor that is none': [['sse', '--from', 'x'], /^The cursor "x" is not of the form/],
};

for (const [title, [argv, sentence]] of Object.entries(refusals)) {
  test(`watch refuses ${title} in one sentence, with exit 2`, () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [watch, ...argv], { encoding: 'utf8' });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, sentence);
  });
}

for (const transport of ['short-poll', 'sse', 'xmpp']) {
  test(`watch ${transport} prints each entry on a line of its own, and ends on an interrupt`, async (context) => {
    const built = await buildApp({ logLevel: 'silent' });
    const { app, feed } = built;
    context.after(() => built.drain());
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const { cursor } = feed.publish({ ...eventExamples['team-message'], content: 'bell \u0007 and \u001b[31mred' });
    const watching = spawn(process.execPath, [watch, transport, '--url', url, '--from', 'earliest']);
    context.after(() => watching.kill('SIGKILL'));
    let said = '';
    watching.stdout.on('data', (part: Buffer) => (said += part.toString()));
    while (!said.includes(cursor)) await once(watching.stdout, 'data');
    watching.kill('SIGINT');
    const [code] = (await once(watching, 'close')) as [number | null];
    assert.equal(code, 0);
    // oxlint-disable-next-line no-control-regex -- the terminal must not get any
    assert.doesNotMatch(said, /[\u0000-\u0009\u000b-\u001f]/, 'a control character of the wire reached the terminal');
  });
}
