// A session's subscriptions: each is a follower of the feed whose entries leave as event messages.
import type { EntrySink, Follower } from '../feed/reader.ts';
import type { Cursor } from '../protocol/cursor.ts';
import { everythingTopic, type Topic } from '../protocol/topic.ts';
import type { Peer } from './peer.ts';
import type { XmppService } from './service.ts';

/** Subscriptions a session may have. */
export const maximumSubscriptions = 100;

/** Entries handed on in one write: what a reader is behind by, yet no more than fits a socket's buffer many times over. */
const entriesPerWrite = 250;

/** A node as the feed knows it: the node of everything is no topic there. */
export const topicOf = (node: Topic): Topic | undefined => (node === everythingTopic ? undefined : node);

/** Lives as long as its session. */
export class Subscriptions {
  readonly #service: XmppService;
  readonly #peer: Peer;
  /** By node, then by subscriber: an own bare JID and an own full JID are two subscriptions (XEP-0060 §6.1.1). */
  readonly #followers = new Map<Topic, Map<string, Follower>>();

  constructor(service: XmppService, peer: Peer) {
    this.#service = service;
    this.#peer = peer;
  }

  get count(): number {
    let count = 0;
    for (const followers of this.#followers.values()) count += followers.size;
    return count;
  }

  has(node: Topic, subscriber: string): boolean {
    return this.#followers.get(node)?.has(subscriber) === true;
  }

  /** From now on. A second subscription of the same JID changes nothing (XEP-0060 §6.1.6). */
  add(node: Topic, subscriber: string): void {
    if (this.has(node, subscriber)) return;
    const { feed } = this.#service;
    const at = { cursor: feed.locate('now'), topic: topicOf(node), limit: entriesPerWrite };
    const followers = this.#followers.get(node) ?? new Map<string, Follower>();
    followers.set(subscriber, feed.follow(at, this.#sink(node, subscriber)));
    this.#followers.set(node, followers);
  }

  /** False when there was none. */
  remove(node: Topic, subscriber: string): boolean {
    const followers = this.#followers.get(node);
    const follower = followers?.get(subscriber);
    if (!followers || !follower) return false;
    follower.close();
    followers.delete(subscriber);
    if (followers.size === 0) this.#followers.delete(node);
    return true;
  }

  /** How far the client has everything of a node: where to resume if the connection went now. */
  positionOf(node: Topic): Cursor {
    const { feed } = this.#service;
    const [follower] = this.#followers.get(node)?.values() ?? [];
    if (!follower) return feed.locate('now');
    // A follower moves only on news of its own node; with nothing in between, the position is the whole feed's.
    const pending = feed.readAfter({ cursor: follower.cursor, topic: topicOf(node), limit: 1 });
    return pending.entries.length === 0 ? pending.cursor : follower.cursor;
  }

  /** The peer takes frames again. */
  resume(): void {
    for (const follower of this.#all()) follower.resume();
  }

  close(): void {
    for (const follower of this.#all()) follower.close();
    this.#followers.clear();
  }

  #all(): readonly Follower[] {
    return [...this.#followers.values()].flatMap((followers) => [...followers.values()]);
  }

  #sink(node: Topic, subscriber: string): EntrySink {
    const { events } = this.#service;
    const peer = this.#peer;
    const opening = events.opening(subscriber);
    return {
      name: peer.name,
      write: (entries) =>
        peer.deliver(
          opening,
          entries.map((entry) => events.rest(entry, node)),
        ),
      gap: (missed) => peer.send(events.gapFrame(subscriber, node, missed)),
    };
  }
}
