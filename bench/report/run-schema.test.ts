// Tests of run.schema.json: it takes a whole run and refuses one from which anything is gone, added or changed in kind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { transportIds } from '../../servers/protocol/catalog.ts';
import { exampleFreeze } from './fixture-freeze.ts';
import { exampleFanOut, examplePeer } from './fixture-peer.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import { peerIds } from './peers.ts';
import { ledgerLayers, schemaVersion } from './result.ts';
import schema from './run.schema.json' with { type: 'json' };

const isValid = new Ajv2020({ allErrors: false, allowUnionTypes: true }).compile(schema);

type Node = Record<string, unknown> | unknown[];
type Path = readonly (string | number)[];

const estimated = exampleTransport('sse', undefined, {
  bytes: { ...exampleTransport('sse').bytes, source: 'estimated', reason: 'no namespace' },
});
const run = exampleRun({
  void: { reason: 'busy' },
  transports: [{ ...estimated, freeze: exampleFreeze('sse') }, exampleTransport('short-poll')],
  peers: [examplePeer()],
  fanOut: exampleFanOut(),
});
/** What older runs lack, and the reason for estimated bytes. */
const optional = [
  'peers',
  'fanOut',
  'environment.loadAverageAfter',
  'environment.governor',
  'environment.cgroup',
  'environment.clock',
  'workload.freezeMs',
  'workload.isTls',
  'generator.standstillMs',
  'transports.0.ledger',
  'transports.0.freeze',
  'transports.0.bytes.reason',
];
const fresh = (): Node => JSON.parse(JSON.stringify(run)) as Node;

/** The paths of all objects in a value; of a list only the first item stands for all. */
const objectPaths = (value: unknown, path: Path = []): readonly Path[] => {
  if (Array.isArray(value)) return value.length > 0 ? objectPaths(value[0], [...path, 0]) : [];
  if (typeof value !== 'object' || value === null) return [];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => objectPaths(inner, [...path, key]))];
};

const at = (root: Node, path: Path): Record<string, unknown> =>
  path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], root) as Record<
    string,
    unknown
  >;

const changed = (path: Path, change: (value: Record<string, unknown>) => void): unknown => {
  const copy = fresh();
  change(at(copy, path));
  return copy;
};

const isOpen = (path: Path): boolean => path.at(-1) === 'packages';

test('the example run is valid, void or not, with and without a floor, peers or a fan-out', () => {
  for (const good of [
    run,
    exampleRun(),
    exampleRun({ floor: null, capacity: [], peers: [], fanOut: null }),
    exampleRun({ workload: { clients: 1 } }),
  ]) {
    assert.ok(isValid(JSON.parse(JSON.stringify(good))), JSON.stringify(isValid.errors));
  }
});

test('no property may be missing but the reason for estimated bytes, and what older runs lack', () => {
  for (const path of objectPaths(fresh()).filter((found) => !isOpen(found))) {
    for (const key of Object.keys(at(fresh(), path))) {
      const without = changed(path, (value) => delete value[key]);
      const place = [...path, key].join('.');
      assert.equal(isValid(without), optional.includes(place), place);
    }
  }
});

test('no property may be added', () => {
  for (const path of objectPaths(fresh()).filter((found) => !isOpen(found))) {
    assert.ok(!isValid(changed(path, (value) => (value['surprise'] = 1))), path.join('.'));
  }
});

test('no property may change its kind', () => {
  for (const path of objectPaths(fresh())) {
    for (const key of Object.keys(at(fresh(), path))) {
      for (const wrong of [{ wrong: true }, [[{ wrong: true }]]]) {
        assert.ok(!isValid(changed(path, (value) => (value[key] = wrong))), [...path, key].join('.'));
      }
    }
  }
});

test('a layer, a figure of a freeze and a witness that are not known are refused', () => {
  const ledger = ['transports', 0, 'ledger'];
  assert.ok(!isValid(changed(ledger, (value) => (value['derived'] = ['payload', 'ether']))));
  assert.ok(!isValid(changed(ledger, (value) => (value['seenBy'] = 'nobody'))));
  assert.ok(!isValid(changed(['transports', 0, 'freeze', 'figures', 0], (value) => (value['name'] = 'p75'))));
});

test('a figure that could not be taken is null, for JSON knows no other word', () => {
  const row = { name: 'a', predicted: Number.NaN, measured: Number.NaN, unit: 'ms', tolerance: Number.NaN, ok: null };
  const result = exampleTransport('sse', undefined, { model: [row] });
  assert.ok(isValid(JSON.parse(JSON.stringify(exampleRun({ transports: [result] })))), JSON.stringify(isValid.errors));
});

test('the schema has the layers of the code', () => {
  assert.deepEqual(schema.$defs.ledgerLayer.enum, ledgerLayers);
  assert.deepEqual(schema.$defs.ledgerSpan.properties.layers.required, ledgerLayers);
});

test('another schema version, an interval of three ends and a share above one are refused', () => {
  assert.ok(!isValid(changed([], (value) => (value['schemaVersion'] = schemaVersion + 1))));
  assert.ok(!isValid(changed(['transports', 0, 'latencyMs', 'ci95'], (value) => (value['mean'] = [1, 2, 3]))));
  assert.ok(!isValid(changed(['transports', 0], (value) => (value['curve'] = [[1.2, 40]]))));
  assert.ok(!isValid(changed(['transports', 0, 'bytes'], (value) => (value['source'] = 'guessed'))));
});

test('the schema has the version of the code and takes every id of the catalog and of the peers', () => {
  assert.deepEqual(schema.$defs.peer.properties.id.enum, peerIds);
  assert.equal(schema.$defs.run.properties.schemaVersion.const, schemaVersion);
  for (const id of transportIds) assert.match(id, new RegExp(schema.$defs.transportId.pattern));
});
