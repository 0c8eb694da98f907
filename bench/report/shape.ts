// A small language for the shape of parsed JSON, and the first place in a value that differs from it, in words. Browser-safe.
import { isTransportId } from '../../servers/protocol/catalog.ts';
import { isPeerId } from './peers.ts';
import { ledgerLayers } from './result.ts';

/** The kind of a plain value; with `?` it may be null. */
type PlainKind = 'string' | 'string?' | 'number' | 'number?' | 'boolean' | 'boolean?';

/** The kind a value must have: plain, two numbers, a list of one kind, something that has a name here, or an object. */
export type Kind = PlainKind | 'pair' | 'pair?' | 'object' | 'id' | 'peer' | 'layer' | readonly [each: Kind] | Shape;

/** The kinds of an object's members. One whose name ends with `?` may be absent; one that is there is checked. */
export interface Shape {
  readonly [key: string]: Kind;
}

/** The first fault of a value in words, such as `transports[2].bytes.steady is not a number`; or `null`. */
export const faultOf = (value: unknown, kind: Kind, path = ''): string | null => {
  if (typeof kind !== 'string') return isList(kind) ? faultOfList(value, kind, path) : faultOfObject(value, kind, path);
  if (kind === 'object') return faultOfObject(value, {}, path);
  if (kind === 'pair' || kind === 'pair?') return faultOfPair(value, kind, path);
  if (kind === 'id' || kind === 'peer' || kind === 'layer') return faultOfName(value, kind, path);
  return faultOfPlain(value, kind, path);
};

/** Stops at the first fault: what comes after it may rest on what is missing. */
export const firstFault = (found: Iterable<string | null>): string | null => {
  for (const fault of found) if (fault !== null) return fault;
  return null;
};

const isList = (kind: Kind): kind is readonly [each: Kind] => Array.isArray(kind);

function* faultsOfItems(value: readonly unknown[], each: Kind, path: string): Generator<string | null> {
  for (const [at, item] of value.entries()) yield faultOf(item, each, `${path}[${at}]`);
}

const faultOfList = (value: unknown, [each]: readonly [Kind], path: string): string | null =>
  Array.isArray(value) ? firstFault(faultsOfItems(value, each, path)) : `${path} is not a list`;

const faultOfObject = (value: unknown, shape: Shape, path: string): string | null => {
  if (typeof value !== 'object' || value === null) return `${path === '' ? 'it' : path} is not an object`;
  return firstFault(faultsOfMembers(value as Readonly<Record<string, unknown>>, shape, path));
};

function* faultsOfMembers(
  value: Readonly<Record<string, unknown>>,
  shape: Shape,
  path: string,
): Generator<string | null> {
  for (const [key, kind] of Object.entries(shape)) {
    const isOptional = key.endsWith('?');
    const name = isOptional ? key.slice(0, -1) : key;
    if (isOptional && value[name] === undefined) continue;
    yield faultOf(value[name], kind, path === '' ? name : `${path}.${name}`);
  }
}

const names = {
  id: { isKnown: isTransportId, words: 'names no transport of this lab' },
  peer: { isKnown: isPeerId, words: 'names no peer of this lab' },
  layer: {
    isKnown: (text: string): boolean => (ledgerLayers as readonly string[]).includes(text),
    words: 'names no layer of the ledger',
  },
} as const;

const faultOfName = (value: unknown, kind: keyof typeof names, path: string): string | null =>
  typeof value === 'string' && names[kind].isKnown(value) ? null : `${path} ${names[kind].words}`;

/** Two numbers: a point of a curve, or the ends of an interval. */
const faultOfPair = (value: unknown, kind: 'pair' | 'pair?', path: string): string | null => {
  if (kind === 'pair?' && value === null) return null;
  const isPair = Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number');
  return isPair ? null : `${path} is not two numbers`;
};

const faultOfPlain = (value: unknown, kind: PlainKind, path: string): string | null => {
  if (kind.endsWith('?') && value === null) return null;
  const wanted = kind.replace('?', '');
  return typeof value === wanted && value !== null ? null : `${path} is not a ${wanted}`;
};
