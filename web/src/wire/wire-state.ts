// What a reader has chosen in the wire view; all of it stands in the URL.
import { signal, type Signal } from '@preact/signals';
import { isTransportId, type TransportId } from '../../../servers/protocol/catalog.ts';
import type { LabPage } from '../lab-page.ts';
import { formatExchange, formatRange, parseExchange, parseList, parseRange, type ExchangeName } from './permalink.ts';
import type { SpanRange } from './span-path.ts';
import type { ColumnId } from './columns.ts';

/** How the chosen exchange is shown. */
export const panes = ['stream', 'sequence', 'bytes'] as const;
export type Pane = (typeof panes)[number];

/** What is chosen by hand: a heading was pressed, once or twice. */
export interface Order {
  readonly column: ColumnId;
  readonly isDescending: boolean;
}

/** One a page. */
export class WireState {
  readonly find: Signal<string>;
  /** Rows of this connection only. */
  readonly connection: Signal<number | null>;
  readonly pane: Signal<Pane>;
  /** Number of a message within its connection. */
  readonly message: Signal<number | null>;
  /** Whether new rows come in by themselves. */
  readonly isFollowing = signal(true);
  readonly order = signal<Order | null>(null);
  readonly #only: Signal<string>;
  readonly #exchange: Signal<string>;
  readonly #bytes: Signal<string>;

  constructor({ address }: LabPage) {
    this.find = address.text('find');
    this.connection = address.number('conn', 1, 2 ** 32 - 1);
    this.pane = address.choice('pane', panes);
    this.message = address.number('m', 1, Number.MAX_SAFE_INTEGER);
    this.#only = address.text('only');
    this.#exchange = address.text('x');
    this.#bytes = address.text('b');
  }

  /** Transports that were chosen; empty = nobody chose. */
  get only(): readonly TransportId[] {
    return parseList(this.#only.value, isTransportId);
  }

  toggle(id: TransportId): void {
    const { only } = this;
    this.#only.value = (only.includes(id) ? only.filter((other) => other !== id) : [...only, id]).join('.');
  }

  showAll(): void {
    this.#only.value = '';
  }

  get exchange(): ExchangeName | null {
    return parseExchange(this.#exchange.value);
  }

  /** Chooses a row; what was chosen of another one no longer counts. */
  chooseExchange(name: ExchangeName | null): void {
    this.#exchange.value = name ? formatExchange(name) : '';
    this.chooseMessage(null);
  }

  /** Chooses a message, and looks at its bytes when asked to. */
  chooseMessage(number: number | null, pane: Pane = this.pane.peek()): void {
    this.message.value = number;
    this.#bytes.value = '';
    this.pane.value = pane;
  }

  get range(): SpanRange | null {
    return parseRange(this.#bytes.value);
  }

  chooseRange(message: number, range: SpanRange): void {
    this.message.value = message;
    this.#bytes.value = formatRange(range);
  }
}

const states = new WeakMap<LabPage, WireState>();

/** The state outlives the view, as the URL does. */
export const wireStateOf = (page: LabPage): WireState => {
  const known = states.get(page) ?? new WireState(page);
  states.set(page, known);
  return known;
};
