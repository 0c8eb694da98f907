// Real HTTP/1.0 clients: ab and curl against a real server process.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'node:test';
import { ServerProcess } from './testing/server-process.ts';

const run = promisify(execFile);

/** Runs a command of the system; a missing one fails the test with the sentence that helps. */
const system = async (command: string, ...rest: readonly string[]): Promise<string> => {
  try {
    const { stdout } = await run(command, rest);
    return stdout;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new Error(`${command} is not installed; on Debian: apt-get install apache2-utils curl.`, { cause });
  }
};

test('ab completes 200 requests of HTTP/1.0 without a failure', async (context) => {
  const address = `http://127.0.0.1:${await new ServerProcess(context, '--port', '0', '--rate', '50').port()}`;
  const report = await system('ab', '-l', '-n', '200', '-c', '4', `${address}/http10/events`);
  assert.match(report, /Complete requests:\s+200\n/);
  assert.match(report, /Failed requests:\s+0\n/);
  assert.doesNotMatch(report, /Non-2xx responses/);
});

test('curl --http1.0 sees a true HTTP/1.0 status line, whatever version it asked in', async (context) => {
  const address = `http://127.0.0.1:${await new ServerProcess(context, '--port', '0').port()}`;
  const answer = await system('curl', '-s', '-i', '--http1.0', `${address}/http10/events`);
  assert.match(answer, /^HTTP\/1\.0 200 OK\r\n/);
  const asked = await system('curl', '-s', '-i', '--http1.1', `${address}/http10/events`);
  assert.match(asked, /^HTTP\/1\.0 200 OK\r\n/);
});
