// All nodes that clients have made. In memory, and bounded: in number, by owner, and in what their items hold together.
import { OwnedNode } from './owned-node.ts';

const maximumNodes = 1000;
const maximumNodesEach = 100;
/** Characters of payload that all items have together. */
const maximumCharacters = 32 * 1024 * 1024;

/** What the store needs. */
export interface OwnedNodesParts {
  readonly newId: () => string;
  readonly nowMs: () => number;
}

/** One a service. */
export class OwnedNodes {
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly #nodes = new Map<string, OwnedNode>();

  constructor({ newId, nowMs }: OwnedNodesParts) {
    this.newId = newId;
    this.nowMs = nowMs;
  }

  has(name: string): boolean {
    return this.#nodes.has(name);
  }

  find(name: string): OwnedNode | undefined {
    return this.#nodes.get(name);
  }

  names(): readonly string[] {
    return [...this.#nodes.keys()];
  }

  all(): readonly OwnedNode[] {
    return [...this.#nodes.values()];
  }

  /** Whether this owner may make one more. */
  hasRoomFor(owner: string): boolean {
    const own = this.all().filter((node) => node.affiliationOf(owner) === 'owner').length;
    return this.#nodes.size < maximumNodes && own < maximumNodesEach;
  }

  /** Whether a payload of this length can be kept. */
  hasRoomForPayload(characters: number): boolean {
    return this.all().reduce((sum, node) => sum + node.characters, characters) <= maximumCharacters;
  }

  add(node: OwnedNode): void {
    this.#nodes.set(node.name, node);
  }

  remove(name: string): void {
    this.#nodes.delete(name);
  }
}
