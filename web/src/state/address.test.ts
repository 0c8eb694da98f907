// The page's state survives being copied as a URL.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Address, type AddressBar } from './address.ts';

const barAt = (href: string) => {
  const listeners: (() => void)[] = [];
  const written: string[] = [];
  const bar = {
    location: { href },
    history: {
      replaceState: (_: unknown, __: string, url?: string | URL | null) => write('replace', String(url)),
      pushState: (_: unknown, __: string, url?: string | URL | null) => write('push', String(url)),
    },
    addEventListener: (_: 'popstate', listener: () => void) => void listeners.push(listener),
  } satisfies AddressBar;
  const write = (how: string, url: string): void => {
    written.push(how);
    bar.location.href = url;
  };
  const back = (url: string): void => {
    bar.location.href = url;
    for (const listener of listeners) listener();
  };
  return { bar, written, back };
};

const partsOf = (address: Address) => ({
  view: address.choice('view', ['race', 'wire'], true),
  rtt: address.number('rtt', 0, 2000),
  table: address.flag('table'),
  run: address.text('run'),
});

test('writes what differs from the default, and reads the same from a copy', () => {
  const address = new Address(barAt('http://lab/').bar);
  const parts = partsOf(address);
  assert.equal(address.href, 'http://lab/');
  parts.view.value = 'wire';
  parts.rtt.value = 0;
  parts.table.value = true;
  parts.run.value = 'a b&c';
  const copy = partsOf(new Address(barAt(address.href).bar));
  assert.deepEqual([copy.view.value, copy.rtt.value, copy.table.value, copy.run.value], ['wire', 0, true, 'a b&c']);
});

test('takes the default for what makes no sense, and keeps what is not its own', () => {
  const address = new Address(barAt('http://lab/?view=moon&rtt=-1&table=yes&other=1').bar);
  const { view, rtt, table } = partsOf(address);
  assert.deepEqual([view.value, rtt.value, table.value], ['race', null, false]);
  assert.equal(address.href, 'http://lab/?other=1');
});

test('cuts a text that somebody made too long', () => {
  const { run } = partsOf(new Address(barAt(`http://lab/?run=${'x'.repeat(9999)}`).bar));
  assert.equal(run.value.length, 200);
});

test('writes many changes at once, and makes one step back for a change of view', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { bar, written, back } = barAt('http://lab/');
  const parts = partsOf(new Address(bar));
  for (let rtt = 0; rtt < 50; rtt += 1) parts.rtt.value = rtt;
  context.mock.timers.tick(1000);
  parts.view.value = 'wire';
  parts.rtt.value = 7;
  context.mock.timers.tick(1000);
  assert.deepEqual(written, ['replace', 'push']);
  assert.equal(bar.location.href, 'http://lab/?rtt=7&view=wire');
  back('http://lab/?rtt=49');
  assert.deepEqual([parts.view.value, parts.rtt.value], ['race', 49]);
  context.mock.timers.tick(1000);
  assert.deepEqual(written, ['replace', 'push']);
});
