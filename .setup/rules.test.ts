// Each dependency rule is proved by breaking it: a rule that never bites is no rule.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

const root = join(import.meta.dirname, '..');

/** One planted fault a rule: this file imports that one. */
const faults: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'protocol-imports-only-itself': ['servers/protocol/planted.ts', 'servers/feed/target.ts'],
  'feed-imports-protocol': ['servers/feed/planted.ts', 'servers/transports/target.ts'],
  'server-transport-knows-no-other': ['servers/transports/planted.ts', 'servers/transports/target.ts'],
  'server-transport-rooms': ['servers/transports/sse.ts', 'servers/xmpp/target.ts'],
  'servers-know-no-client': ['servers/planted.ts', 'clients/target.ts'],
  'xmpp-core-knows-no-socket': ['servers/xmpp/planted.ts', 'servers/transports/target.ts'],
  'client-transport-is-portable': ['clients/transports/planted.ts', 'clients/node-runtime.ts'],
  'clients-import-protocol': ['clients/planted.ts', 'servers/feed/target.ts'],
  'nobody-imports-the-bench': ['clients/planted-too.ts', 'bench/run/target.ts'],
  'web-has-no-node': ['web/src/planted.ts', 'clients/node-runtime.ts'],
  'no-circles': ['bench/measure/circle.ts', 'bench/measure/planted.ts'],
  'no-unresolvable': ['bench/planted.ts', 'bench/nowhere.ts'],
};

const importOf = (from: string, to: string): string => {
  const up = '../'.repeat(dirname(from).split('/').length);
  return `import '${up}${to}';\n`;
};

describe('the dependency rule', () => {
  let tree = '';
  let found = '';

  before(() => {
    tree = mkdtempSync(join(tmpdir(), 'transport-lab-rules-'));
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
      cpSync(join(root, file), join(tree, file));
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    };
    for (const [, to] of Object.values(faults)) if (!to.includes('nowhere')) write(to, 'export const target = 1;\n');

    for (const [from, to] of Object.values(faults)) write(from, importOf(from, to));
    write('bench/measure/planted.ts', "import './circle.ts';\n");
    const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const { stdout } = spawnSync(
      process.execPath,
      [cruiser, 'servers', 'clients', 'bench', 'web/src', '--config', '.dependency-cruiser.cjs'],
      { cwd: tree, encoding: 'utf8' },
    );
    found = stdout;
  });

  after(() => rmSync(tree, { recursive: true, force: true }));

  for (const [rule, [from, to]] of Object.entries(faults)) {
    it(`${rule} refuses ${from} → ${to}`, () => {
      assert.ok(
        found.split('\n').some((line) => line.includes(rule) && line.includes(from)),
        `the planted fault went unseen:\n${found}`,
      );
    });
  }
});
