// Why a lane is down, in the page's language.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { languages, setLanguage, type Language } from '../text/say.ts';
import { reasonText } from './reasons.ts';

beforeEach(() => setLanguage('en'));

/** As clients/** say it. */
const raws: readonly string[] = [
  'The connection to 127.0.0.1:46121 failed: TypeError: Failed to fetch.',
  'the socket closed with 1006',
  'the socket closed with 1001 LAB_SERVER_CLOSING',
  'the socket closed with 1013 LAB_SERVER_BUSY',
  'the event stream ended',
  'the event stream was refused',
  'The server refused the event stream.',
  'the server cannot be reached',
  'the server answers no ping',
  'the reader is slower than the feed',
  'the server closed the stream',
  'the server moved to ws://127.0.0.1:1/ws/',
  'stream error connection-timeout',
  'the server ended the session: remote-stream-error',
  'the server refused items: item-not-found',
  'the server refused a request: forbidden',
  'The server refused the account 6021: not-authorized.',
  'BOSH was answered with HTTP 502.',
  'The server answered 503: busy',
  'The server answered with nothing.',
  'The server closed the connection without an answer.',
  'The connection closed.',
  'The server met a fault of its own.',
  'The answer has no header Lab-Cursor.',
  'This message is unknown: {}.',
];

test('says every reason of the clients in the three languages, with nothing left to fill in', async () => {
  for (const language of Object.keys(languages) as Language[]) {
    await setLanguage(language);
    for (const raw of raws) {
      const text = reasonText(raw);
      assert.doesNotMatch(text, /[{}]|race\.why|TypeError|Failed to fetch/, raw);
      if (language !== 'en') assert.notEqual(text, raw);
    }
  }
});

test('keeps what tells one from another', async () => {
  assert.match(reasonText(raws[0] ?? ''), /127\.0\.0\.1:46121/);
  assert.match(reasonText('the socket closed with 1006'), /1006/);
  await setLanguage('pt-BR');
  assert.match(reasonText('stream error connection-timeout'), /connection-timeout/);
  assert.match(reasonText('The server answered 503: busy'), /503/);
});

test('a reason that is not known stays as it is', async () => {
  await setLanguage('zh-Hant');
  assert.equal(reasonText('the dog ate it'), 'the dog ate it');
  assert.equal(reasonText(''), '');
});
