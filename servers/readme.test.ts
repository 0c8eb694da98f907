// The README says what the code says: commands, transports and failures are held against their sources.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeTransport, transportIds } from './protocol/catalog.ts';
import { failures } from './protocol/errors.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');

const between = (mark: string): readonly string[] => {
  const text = new RegExp(`<!-- ${mark} -->\\n([\\s\\S]*?)<!-- /${mark} -->`).exec(readme)?.[1] ?? '';
  return text.trim().split('\n');
};

test('the first block is the main job, in one command', () => {
  assert.equal(/```sh\n([\s\S]*?)```/.exec(readme)?.[1], 'npm ci && npm run bench\n');
});

test('every npm script that the README names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const named = [...readme.matchAll(/`npm (?:run )?([a-z]+(?::[a-z]+)?)/g)].map(([, name]) => name ?? '');
  for (const name of new Set(named)) assert.ok(name === 'ci' || scripts[name] !== undefined, `npm run ${name}`);
});

test('the ladder lists the transports of the catalog, in its order', () => {
  const rows = transportIds.map((id) => {
    const { how, removes, path } = describeTransport(id);
    return `| \`${id}\` | ${how} | ${removes} | \`${path}\` |`;
  });
  assert.deepEqual(between('catalog').slice(2), rows);
});

test('the table of refusals lists each code and no other', () => {
  const rows = Object.entries(failures).map(
    ([code, { httpStatus, webSocketClose, xmppCondition, retry, meaning }]) =>
      `| \`${code}\` | ${httpStatus} | ${webSocketClose} | ${xmppCondition} | ${retry ? 'yes' : 'no'} | ${meaning} |`,
  );
  assert.deepEqual(between('failures').slice(2), rows);
});
