// A node that a client made: its configuration, who stands how to it, and its items. Bounded by its configuration.
import type { Markup } from '../../protocol/xml.ts';
import { defaultConfig, type NodeConfig } from './node-config.ts';

/** XEP-0060 §4.1. */
export const affiliations = ['owner', 'publisher', 'publish-only', 'member', 'none', 'outcast'] as const;
export type Affiliation = (typeof affiliations)[number];

/** One item. */
export interface StoredItem {
  readonly id: string;
  /** The payload as markup, with its namespaces declared in itself. */
  readonly payload: Markup;
  /** Bare JID of whoever published it. */
  readonly publisher: string;
  readonly publishedAtMs: number;
}

/** Why somebody may not read or subscribe. */
export type AccessFault = 'forbidden' | 'closed-node';

/** One a node id. */
export class OwnedNode {
  readonly name: string;
  config: NodeConfig;
  #affiliations = new Map<string, Affiliation>();
  /** In the order in which they were published. */
  readonly #items = new Map<string, StoredItem>();
  #characters = 0;

  constructor(name: string, owner: string, config: NodeConfig = defaultConfig) {
    this.name = name;
    this.config = config;
    this.#affiliations.set(owner, 'owner');
  }

  get items(): readonly StoredItem[] {
    return [...this.#items.values()];
  }

  get newest(): StoredItem | undefined {
    return this.items.at(-1);
  }

  /** Characters of payload that are kept. */
  get characters(): number {
    return this.#characters;
  }

  newestIds(count: number): readonly string[] {
    return count === 0 ? [] : [...this.#items.keys()].slice(-count);
  }

  find(id: string): StoredItem | undefined {
    return this.#items.get(id);
  }

  affiliationOf(bare: string): Affiliation {
    return this.#affiliations.get(bare) ?? 'none';
  }

  /** All that are not `none`, by bare JID. */
  get affiliated(): ReadonlyMap<string, Affiliation> {
    return this.#affiliations;
  }

  /**
   * Changes who stands how to the node: all of it, or nothing.
   * @returns false when nobody would own it (XEP-0060 §8.9.2.4), or nobody further fits
   */
  affiliate(changes: ReadonlyMap<string, Affiliation>): boolean {
    const after = new Map([...this.#affiliations, ...changes]);
    for (const [bare, affiliation] of after) if (affiliation === 'none') after.delete(bare);
    if (after.size > maximumAffiliated || ![...after.values()].includes('owner')) return false;
    this.#affiliations = after;
    return true;
  }

  /** Whether somebody may see what is here, by the access model (XEP-0060 §4.5); `null` = they may. */
  accessFault(bare: string): AccessFault | null {
    const affiliation = this.affiliationOf(bare);
    if (affiliation === 'outcast' || affiliation === 'publish-only') return 'forbidden';
    return this.config.accessModel === 'whitelist' && affiliation === 'none' ? 'closed-node' : null;
  }

  /** Whether somebody may publish, by the publish model. */
  mayPublish(bare: string, isSubscribed: boolean): boolean {
    const affiliation = this.affiliationOf(bare);
    if (['owner', 'publisher', 'publish-only'].includes(affiliation)) return true;
    if (affiliation === 'outcast') return false;
    return this.config.publishModel === 'open' || (this.config.publishModel === 'subscribers' && isSubscribed);
  }

  /** The same id again takes the old item's place and becomes the newest (XEP-0060 §7.1.2). */
  publish(item: StoredItem): void {
    this.retract(item.id);
    this.#items.set(item.id, item);
    this.#characters += item.payload.length;
    this.trim();
  }

  /** Forgets what the configuration has no room for. */
  trim(): void {
    for (const id of this.#items.keys()) {
      if (this.#items.size <= this.config.maxItems) return;
      this.retract(id);
    }
  }

  retract(id: string): void {
    this.#characters -= this.#items.get(id)?.payload.length ?? 0;
    this.#items.delete(id);
  }

  purge(): void {
    this.#items.clear();
    this.#characters = 0;
  }
}

/** JIDs with an affiliation that one node remembers. */
const maximumAffiliated = 1000;
