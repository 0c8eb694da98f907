// Tests of prosody-config.ts: what Prosody is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountFile, accountPath, prosodyConfig, tailOf, versionIn } from './prosody-config.ts';

const settings = {
  interfaces: ['::1', '127.0.0.1'],
  port: 15_280,
  directory: '/tmp/a "folder"',
  domain: 'localhost',
  publisher: 'finesse',
  modules: [],
};
const lines = prosodyConfig(settings).split('\n');

test('it listens for WebSocket where it is told, and for nothing else', () => {
  assert.ok(lines.includes('http_interfaces = { "::1", "127.0.0.1" }'));
  assert.ok(lines.includes('http_ports = { 15280 }'));
  for (const closed of ['c2s_ports', 'c2s_direct_tls_ports', 's2s_ports', 'https_ports'])
    assert.ok(lines.includes(`${closed} = {}`), closed);
});

test('paths are quoted as Lua reads them', () => {
  assert.ok(lines.includes(String.raw`data_path = "/tmp/a \"folder\"/data"`));
});

test('the publisher may publish everywhere, and both sides may create a node', () => {
  assert.ok(lines.includes('admins = { "finesse@localhost" }'));
  const component = lines.slice(lines.indexOf('Component "pubsub.localhost" "pubsub"'));
  assert.deepEqual(component.slice(1, 4), [
    '    storage = "memory"',
    '    autocreate_on_publish = true',
    '    autocreate_on_subscribe = true',
  ]);
});

test('nothing slows a client down and no stream is managed, unless a test asks for it', () => {
  const modulesOf = (text: string): string => /modules_enabled = (.*)/.exec(text)?.[1] ?? '';
  assert.doesNotMatch(modulesOf(prosodyConfig(settings)), /limits|smacks|bosh/);
  assert.match(modulesOf(prosodyConfig({ ...settings, modules: ['smacks', 'bosh'] })), /"smacks", "bosh"/);
});

test('an account is a file whose name Prosody can find', () => {
  assert.equal(accountPath('localhost', { id: 'bench-7', password: 'secret' }), 'localhost/accounts/bench%2d7.dat');
  assert.equal(accountPath('a.example', { id: 'é', password: '' }), 'a%2eexample/accounts/%c3%a9.dat');
  assert.equal(accountFile({ id: '1', password: 'a"b' }), 'return { ["password"] = "a\\"b"; };\n');
});

test('the version is the one it says itself', () => {
  assert.equal(versionIn('startup\tinfo\tHello and welcome to Prosody version 0.12.3\n'), '0.12.3');
  assert.equal(versionIn(''), null);
});

test('the tail of a log is its last lines, in one', () => {
  assert.equal(tailOf('one\ntwo\n\nthree\nfour\n'), 'two | three | four');
});
