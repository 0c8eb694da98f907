// The page's state in its URL: each part of it is a signal, and a copied URL shows the same thing.
import { effect, signal, type Signal } from '@preact/signals';

/** How a value stands in the URL; `null` = not at all, for it is the default. */
interface Codec<Value> {
  readonly read: (text: string | null) => Value;
  readonly write: (value: Value) => string | null;
}

/** What an address needs of a window. */
export interface AddressBar {
  readonly location: { readonly href: string };
  readonly history: Pick<History, 'replaceState' | 'pushState'>;
  addEventListener(type: 'popstate', listener: () => void): void;
}

/** Browsers refuse more than about 100 changes in 30 s (https://html.spec.whatwg.org/multipage/nav-history-apis.html). */
const writeIntervalMs = 350;

/** One a page. */
export class Address {
  readonly #bar: AddressBar;
  readonly #names = new Map<string, { readonly take: () => void; readonly give: () => string | null }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wantsEntry = false;

  constructor(bar: AddressBar) {
    this.#bar = bar;
    bar.addEventListener('popstate', () => {
      for (const { take } of this.#names.values()) take();
    });
  }

  /** A text of at most 200 characters; the empty one is left out. */
  text(name: string): Signal<string> {
    return this.#part(name, { read: (text) => (text ?? '').slice(0, 200), write: (value) => value || null });
  }

  /** A number within bounds; `null` = not said. */
  number(name: string, least: number, most: number): Signal<number | null> {
    const read = (text: string | null): number | null => {
      const value = text === null || text === '' ? Number.NaN : Number(text);
      return value >= least && value <= most ? value : null;
    };
    return this.#part(name, { read, write: (value) => (value === null ? null : String(value)) });
  }

  /** One of several words, the first of which is the default and left out. @param isPage whether a change is a step back for the browser */
  choice<Word extends string>(name: string, words: readonly [Word, ...Word[]], isPage = false): Signal<Word> {
    const read = (text: string | null): Word => words.find((word) => word === text) ?? words[0];
    return this.#part(name, { read, write: (value) => (value === words[0] ? null : value) }, isPage);
  }

  /** Yes or no; no is left out. */
  flag(name: string): Signal<boolean> {
    return this.#part(name, { read: (text) => text === '1', write: (value) => (value ? '1' : null) });
  }

  /** The whole state as a URL, for whoever copies it. */
  get href(): string {
    const url = new URL(this.#bar.location.href);
    for (const [name, { give }] of this.#names) {
      const text = give();
      if (text === null) url.searchParams.delete(name);
      else url.searchParams.set(name, text);
    }
    return url.href;
  }

  #part<Value>(name: string, { read, write }: Codec<Value>, isPage = false): Signal<Value> {
    const take = (): Value => read(new URL(this.#bar.location.href).searchParams.get(name));
    const part = signal(take());
    this.#names.set(name, { take: () => (part.value = take()), give: () => write(part.peek()) });
    let isFirst = true;
    effect(() => {
      void part.value;
      if (!isFirst) this.#writeSoon(isPage);
      isFirst = false;
    });
    return part;
  }

  #writeSoon(isPage: boolean): void {
    this.#wantsEntry ||= isPage;
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#write(), writeIntervalMs);
  }

  #write(): void {
    this.#timer = undefined;
    const { href } = this;
    if (href !== this.#bar.location.href) {
      this.#bar.history[this.#wantsEntry ? 'pushState' : 'replaceState'](null, '', href);
    }
    this.#wantsEntry = false;
  }
}
