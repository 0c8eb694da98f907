// Reads a session's captures up to a moment into connections that are taken apart; bounded, and on from where it stopped.
import type { CaptureRecord } from '../../../servers/protocol/capture.ts';
import { ConnectionDissector } from '../dissect/connection.ts';
import type { Exchange } from '../dissect/exchange.ts';
import type { CaptureStore } from '../session/capture-store.ts';

/** How much is kept; closed connections go first, the oldest before the others. */
export interface WireLimits {
  readonly connections: number;
  readonly exchanges: number;
  readonly bytes: number;
  /** Of one connection. */
  readonly connectionBytes: number;
}

export const defaultLimits: WireLimits = {
  connections: 200,
  exchanges: 2000,
  bytes: 48 * 1024 * 1024,
  connectionBytes: 4 * 1024 * 1024,
};

/** A row of the table. */
export interface WireRow {
  readonly exchange: Exchange;
  readonly dissector: ConnectionDissector;
}

interface Connection {
  readonly dissector: ConnectionDissector;
  /** Number of the record that began it; records before that one tell of the same bytes and do not count. */
  readonly from: number;
  bytes: number;
}

interface Pass {
  readonly untilMs: number;
  at: number;
  heldFrom: number | null;
}

/** Records read in one go. */
const portion = 256;

/** What has happened up to a moment. It goes on to later moments; for an earlier one another reader is needed. */
export class WireReader {
  readonly #store: CaptureStore;
  readonly #limits: WireLimits;
  /** Transports by connection, from any reader of the session: the beginning of a connection may no longer be kept. */
  readonly #names: Map<number, string>;
  readonly #connections = new Map<number, Connection>();
  /** Open connections that were given up for others. */
  readonly #dropped = new Set<number>();
  /** Records before this one were looked at; those up to `#fedMs` are in. */
  #seen: number;
  #fedMs = Number.NEGATIVE_INFINITY;
  #newestMs = Number.NEGATIVE_INFINITY;
  /** The first record that was too late for the moment. */
  #heldFrom: number | null = null;
  #pass: Pass | null = null;
  /** Counts what was taken in. */
  taken = 0;

  constructor(store: CaptureStore, names: Map<number, string>, limits: WireLimits = defaultLimits) {
    this.#store = store;
    this.#names = names;
    this.#limits = limits;
    this.#seen = store.first;
  }

  get connections(): readonly ConnectionDissector[] {
    return [...this.#connections.values()].map(({ dissector }) => dissector);
  }

  /** All exchanges, connection by connection. */
  get rows(): readonly WireRow[] {
    return this.connections.flatMap((dissector) => dissector.exchanges.map((exchange) => ({ exchange, dissector })));
  }

  /** Whether it can go on to a moment: nothing later is in, and nothing in between was lost. */
  reaches(untilMs: number): boolean {
    if (untilMs < this.#newestMs) return false;
    if (!this.#pass && !this.#isOn(untilMs)) return true;
    return (this.#pass?.at ?? this.#heldFrom ?? this.#seen) >= this.#store.first;
  }

  /** Whether nothing is left to do for a moment. */
  isAt(untilMs: number): boolean {
    if (this.#pass || this.#seen < this.#store.next) return false;
    return this.#heldFrom === null || untilMs <= this.#fedMs;
  }

  /** Reads on until all is in, or the time is up. @returns whether all is in */
  read(untilMs: number, isTimeUp: () => boolean): boolean {
    this.#pass ??= this.#begin(untilMs);
    const pass = this.#pass;
    while (pass.at < this.#store.next) {
      for (const record of this.#store.read(pass.at, portion)) {
        this.#consider(record, pass);
        pass.at += 1;
        if (isTimeUp()) return false;
      }
    }
    this.#seen = pass.at;
    this.#fedMs = pass.untilMs;
    this.#heldFrom = pass.heldFrom;
    this.#pass = null;
    return true;
  }

  /** Whether time goes on; while it stands, what is lost of later times is no loss. */
  #isOn(untilMs: number): boolean {
    return untilMs > this.#fedMs || untilMs === Number.POSITIVE_INFINITY;
  }

  #begin(untilMs: number): Pass {
    if (this.#isOn(untilMs)) return { untilMs, at: this.#heldFrom ?? this.#seen, heldFrom: null };
    const isGap = this.#seen < this.#store.first;
    return {
      untilMs,
      at: Math.max(this.#seen, this.#store.first),
      heldFrom: this.#heldFrom ?? (isGap ? this.#seen : null),
    };
  }

  #consider(record: CaptureRecord, pass: Pass): void {
    if (pass.at < this.#seen && record.atMs <= this.#fedMs) return;
    if (record.atMs > pass.untilMs) pass.heldFrom ??= pass.at;
    else this.#take(record, pass.at);
  }

  #take(record: CaptureRecord, number: number): void {
    this.#newestMs = Math.max(this.#newestMs, record.atMs);
    if (record.kind === 'open') this.#open(record, number);
    const connection = this.#connections.get(record.connection) ?? this.#adopt(record, number);
    if (!connection || number < connection.from) return;
    connection.dissector.push(record);
    this.taken += 1;
    if (record.kind === 'data') {
      connection.bytes = Math.min(this.#limits.connectionBytes, connection.bytes + record.bytes.byteLength);
    }
    if (record.kind === 'open' || this.taken % portion === 0) this.#bound();
  }

  /** A transport that is watched anew is told from the beginning: then a connection begins anew here too. */
  #open({ connection, transport }: Extract<CaptureRecord, { kind: 'open' }>, number: number): void {
    this.#dropped.delete(connection);
    this.#names.set(connection, transport);
    // Behind the others, as what was dropped and comes again.
    this.#connections.delete(connection);
    this.#connections.set(connection, this.#connectionOf(connection, transport, number));
  }

  /** A connection whose beginning is no longer kept. */
  #adopt({ connection, kind }: CaptureRecord, number: number): Connection | undefined {
    if (kind === 'close') this.#dropped.delete(connection);
    if (kind === 'close' || this.#dropped.has(connection)) return undefined;
    const adopted = this.#connectionOf(connection, this.#names.get(connection) ?? '', number);
    this.#connections.set(connection, adopted);
    return adopted;
  }

  #connectionOf(connection: number, transport: string, from: number): Connection {
    const maximumBytes = this.#limits.connectionBytes;
    return { dissector: new ConnectionDissector({ connection, transport, maximumBytes }), from, bytes: 0 };
  }

  #bound(): void {
    let exchanges = 0;
    let bytes = 0;
    for (const connection of this.#connections.values()) {
      exchanges += connection.dissector.exchanges.length;
      bytes += connection.bytes;
    }
    const limits = this.#limits;
    while (this.#connections.size > limits.connections || exchanges > limits.exchanges || bytes > limits.bytes) {
      const oldest = this.#oldest(this.#connections.size > limits.connections);
      if (!oldest) return;
      exchanges -= oldest.dissector.exchanges.length;
      bytes -= oldest.bytes;
      this.#connections.delete(oldest.dissector.connection);
      if (!oldest.dissector.isClosed) this.#dropped.add(oldest.dissector.connection);
    }
  }

  /** The oldest that is closed; an open one only when there are too many of them. */
  #oldest(mayBeOpen: boolean): Connection | undefined {
    let first: Connection | undefined;
    for (const connection of this.#connections.values()) {
      if (connection.dissector.isClosed) return connection;
      first ??= connection;
    }
    return mayBeOpen ? first : undefined;
  }
}
