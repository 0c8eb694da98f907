// Event messages: all but the recipient is encoded once per entry and node, and shared by every subscriber.
import { encodeOnce } from '../../feed/encode-once.ts';
import type { Directory } from '../../finesse/directory.ts';
import { updateOf } from '../../finesse/update.ts';
import type { Entry } from '../../protocol/entry.ts';
import type { Gap } from '../../protocol/gap.ts';
import type { Topic } from '../../protocol/topic.ts';
import { element, type Markup } from '../../protocol/xml.ts';
import { gapElement, notification } from '../../protocol/xmpp-pubsub.ts';
import { namespaces } from '../../protocol/xmpp.ts';

/** What the encoder needs. */
export interface EventEncoderParts {
  readonly pubsubService: string;
  readonly directory: Directory;
  readonly newId: () => string;
  readonly entryJson: (entry: Entry) => string;
}

const utf8 = new TextEncoder();

/**
 * A message is two runs of bytes: its opening, which names the recipient and is made once per subscription, and the
 * rest, which is made once per entry and node. The cut lies between two attributes of `<message>`.
 */
export class EventEncoder {
  readonly #parts: EventEncoderParts;
  /** An entry is on few nodes: a map an entry, and all of it goes when the entry leaves the log. */
  readonly #restsOf = encodeOnce<Map<Topic, Uint8Array>>(() => new Map());

  constructor(parts: EventEncoderParts) {
    this.#parts = parts;
  }

  /** `<message xmlns="jabber:client" from="…" to="…"`: up to the cut. */
  opening(to: string): Uint8Array {
    return utf8.encode(this.#message(to).slice(0, -'/>'.length));
  }

  /** ` id="…"><event …>…</message>`: from the cut on. */
  rest(entry: Entry, node: Topic): Uint8Array {
    const rests = this.#restsOf(entry);
    const known = rests.get(node);
    if (known) return known;
    const made = utf8.encode(this.#restText(entry, node));
    rests.set(node, made);
    return made;
  }

  /** `<item>` as it stands in an event and in an `items` answer (XEP-0060 §7.1.2.1, §6.5.3). */
  item(entry: Entry, node: Topic): Markup {
    const { directory, entryJson } = this.#parts;
    return element('item', { id: entry.cursor }, notification(updateOf(entry, node, directory), entryJson(entry)));
  }

  /** Tells a reader that fell off the log how much it lost. */
  gapFrame(to: string, node: Topic, gap: Gap): Markup {
    const { pubsubService: from, newId } = this.#parts;
    return element('message', { xmlns: namespaces.client, from, to, id: newId() }, gapElement(node, gap));
  }

  #message(to: string): Markup {
    return element('message', { xmlns: namespaces.client, from: this.#parts.pubsubService, to });
  }

  #restText(entry: Entry, node: Topic): Markup {
    const items = element('items', { node }, this.item(entry, node));
    const event = element('event', { xmlns: namespaces.pubsubEvent }, items);
    return element('message', { id: this.#parts.newId() }, event).slice('<message'.length);
  }
}
