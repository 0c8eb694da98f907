// What a session follows on the feed: one follower a subscription, whose entries leave as event messages.
import type { EntrySink, Follower } from '../../feed/reader.ts';
import type { Cursor } from '../../protocol/cursor.ts';
import { asLabError } from '../../protocol/errors.ts';
import { everythingTopic, type Topic } from '../../protocol/topic.ts';
import type { XmppService } from '../service.ts';
import type { Outlet } from '../session/outlet.ts';
import type { Subscription } from './subscription-book.ts';

/** Entries handed on in one write: what a reader is behind by, yet no more than fits a socket's buffer many times over. */
const entriesPerWrite = 250;

/** A node as the feed knows it: the node of everything is no topic there. */
export const topicOf = (node: string): Topic | undefined => (node === everythingTopic ? undefined : (node as Topic));

/** Lives as long as its session. */
export class Followers {
  readonly #service: XmppService;
  readonly #outlet: Outlet;
  /** By node, then by the JID they are addressed to: a bare and a full JID are two subscriptions (XEP-0060 §6.1.1). */
  readonly #followers = new Map<string, Map<string, Follower>>();

  constructor(service: XmppService, outlet: Outlet) {
    this.#service = service;
    this.#outlet = outlet;
  }

  /** Follows just these: what is new goes on where another subscription to the same node ends, else from now on. */
  reconcile(wanted: readonly Subscription[]): void {
    const ended = this.#endAllBut(wanted);
    for (const { node, jid } of wanted) {
      const ofNode = this.#followers.get(node) ?? new Map<string, Follower>();
      if (ofNode.has(jid)) continue;
      ofNode.set(jid, this.#follow(node, jid, ended.get(node)));
      this.#followers.set(node, ofNode);
    }
  }

  /** How far the client has everything of a node: where to resume if the connection went now. */
  positionOf(node: string): Cursor {
    const { feed } = this.#service;
    const [follower] = this.#followers.get(node)?.values() ?? [];
    if (!follower) return feed.locate('now');
    // A follower moves only on news of its own node; with nothing in between, the position is the whole feed's.
    const pending = feed.readAfter({ cursor: follower.cursor, topic: topicOf(node), limit: 1 });
    return pending.entries.length === 0 ? pending.cursor : follower.cursor;
  }

  /** There is room again. */
  resume(): void {
    for (const follower of this.#all()) follower.resume();
  }

  close(): void {
    for (const follower of this.#all()) follower.close();
    this.#followers.clear();
  }

  /** Where the ended ones stood, by node. */
  #endAllBut(wanted: readonly Subscription[]): ReadonlyMap<string, Cursor> {
    const ended = new Map<string, Cursor>();
    for (const [node, ofNode] of this.#followers) {
      for (const [jid, follower] of ofNode) {
        if (wanted.some((subscription) => subscription.node === node && subscription.jid === jid)) continue;
        ended.set(node, follower.cursor);
        follower.close();
        ofNode.delete(jid);
      }
      if (ofNode.size === 0) this.#followers.delete(node);
    }
    return ended;
  }

  #follow(node: string, jid: string, after: Cursor | undefined): Follower {
    const { feed } = this.#service;
    const at = { topic: topicOf(node), limit: entriesPerWrite };
    const sink = this.#sink(node, jid);
    try {
      return feed.follow({ ...at, cursor: after ?? feed.locate('now') }, sink);
    } catch (cause) {
      if (asLabError(cause).code !== 'LAB_CURSOR_EXPIRED') throw cause;
      // The one before it had fallen off the log.
      return feed.follow({ ...at, cursor: feed.locate('earliest') }, sink);
    }
  }

  #all(): readonly Follower[] {
    return [...this.#followers.values()].flatMap((followers) => [...followers.values()]);
  }

  #sink(node: string, jid: string): EntrySink {
    const { events } = this.#service;
    const outlet = this.#outlet;
    const opening = events.opening(jid);
    return {
      get name() {
        return outlet.name;
      },
      write: (entries) =>
        outlet.deliver(
          opening,
          entries.map((entry) => events.rest(entry, node as Topic)),
        ),
      gap: (missed) => outlet.send(events.gapFrame(jid, node as Topic, missed)),
    };
  }
}
