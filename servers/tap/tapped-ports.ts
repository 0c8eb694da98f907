// One port for each transport, and what may be seen of and done to the wires behind them.
import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { CaptureRecord } from '../protocol/capture.ts';
import { transportIds, type TransportId } from '../protocol/catalog.ts';
import { noFaults, type TapFaults, type WireTally } from '../protocol/control.ts';
import { LabError } from '../protocol/errors.ts';
import { machineOf } from './addresses.ts';
import { CaptureLog } from './capture-log.ts';
import { Recorder } from './recorder.ts';
import { TallyBook } from './tally.ts';
import { TapPort } from './tap-port.ts';
import { Watcher, type TakeRecords } from './watcher.ts';

/** One who looks on. */
export interface Watch {
  /** After `take` has returned `false`. */
  resume(): void;
  close(): void;
}

/** What the control channel does with the taps. */
export interface TappedPorts {
  /** `undefined` while the ports are not open. */
  portOf(id: TransportId): number | undefined;
  /** Emulated round trip on every port, in milliseconds. */
  readonly rttMs: number;
  /** @throws {LabError} LAB_PARAMETER_INVALID unless it is 0 to 2000 */
  setRtt(rttMs: number): void;
  faultsOf(id: TransportId): TapFaults;
  /** @throws {LabError} LAB_PARAMETER_INVALID unless `extraRttMs` is 0 to 10000 and `idleTimeoutMs` 100 to 600000 or null */
  setFaults(id: TransportId, faults: Partial<TapFaults>): void;
  /** Resets every connection of a transport; returns how many there were. */
  cut(id: TransportId): number;
  /** Bytes and connections of the machine at an address so far. */
  tallyOf(address: string): Readonly<Record<TransportId, WireTally>>;
  /**
   * What is kept of the connections of the machine at this address (`null` = of all), then what comes, in batches.
   * When `take` returns `false` these records were taken and no more are wanted until `resume()`; what happens meanwhile
   * waits, up to 8 MiB, and beyond that is told as `lost`, but every `open` and `close` comes.
   */
  watch(address: string | null, transports: readonly TransportId[], take: TakeRecords): Watch;
  /** Ends every connection and every port. */
  close(): Promise<void>;
}

/** Where the taps listen, and how they end. */
export interface OpenPorts extends TappedPorts {
  /** The next ports after `port`, in the order of the catalog; any free one where that is taken, or when `port` is 0. */
  listen(at: { readonly host: string; readonly port: number }): Promise<void>;
  readonly isListening: boolean;
  /** Accepts no more connections, and leaves those that are open. */
  stopListening(): void;
  /** Connections that are open, over all ports. */
  readonly openConnections: number;
}

/** What the taps are put in front of. */
export interface TapsParts {
  readonly server: HttpServer;
  /** How TLS is spoken, when it is. */
  readonly tls?: TlsOptions | undefined;
  /** Told which machine has too many connections to a transport. */
  readonly onFlood?: (id: TransportId, address: string) => void;
}

/** Ports that are not open yet. */
export const createTappedPorts = (parts: TapsParts): OpenPorts => new Taps(parts);

const perTransport = <Value>(make: (id: TransportId) => Value): Record<TransportId, Value> =>
  Object.fromEntries(transportIds.map((id) => [id, make(id)])) as Record<TransportId, Value>;

interface Room {
  readonly machine: string | null;
  readonly transports: ReadonlySet<TransportId>;
  readonly watcher: Watcher;
}

class Taps implements OpenPorts {
  rttMs = 0;
  readonly #faults = perTransport<TapFaults>(() => noFaults);
  readonly #logs = perTransport(() => new CaptureLog());
  readonly #tallies = new TallyBook();
  readonly #rooms = new Set<Room>();
  readonly #ports: Readonly<Record<TransportId, TapPort>>;
  #connections = 0;

  constructor({ server, tls, onFlood }: TapsParts) {
    this.#ports = perTransport(
      (transport) =>
        new TapPort({
          transport,
          server,
          tls,
          wire: () => ({ rttMs: this.rttMs, faults: this.#faults[transport] }),
          record: (client) => this.#record(transport, client),
          onFlood: (address) => onFlood?.(transport, address),
        }),
    );
  }

  get isListening(): boolean {
    return this.#all().every(({ port }) => port !== undefined);
  }

  get openConnections(): number {
    return this.#all().reduce((sum, { open }) => sum + open, 0);
  }

  portOf(id: TransportId): number | undefined {
    return this.#ports[id].port;
  }

  async listen({ host, port }: { readonly host: string; readonly port: number }): Promise<void> {
    for (const [index, tap] of this.#all().entries()) {
      const wished = port === 0 || port + 1 + index > 65_535 ? 0 : port + 1 + index;
      await tap.listen(host, wished).catch((cause: NodeJS.ErrnoException) => {
        if (wished === 0 || (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES')) throw cause;
        return tap.listen(host, 0);
      });
    }
  }

  setRtt(rttMs: number): void {
    this.rttMs = inRange(rttMs, 'The round trip', [0, 2000]);
    for (const tap of this.#all()) tap.apply();
  }

  faultsOf(id: TransportId): TapFaults {
    return this.#faults[id];
  }

  setFaults(id: TransportId, faults: Partial<TapFaults>): void {
    const wished = { ...this.#faults[id], ...faults };
    inRange(wished.extraRttMs, 'The extra round trip', [0, 10_000]);
    if (wished.idleTimeoutMs !== null) inRange(wished.idleTimeoutMs, 'The idle timeout', [100, 600_000]);
    this.#faults[id] = wished;
    this.#ports[id].apply();
  }

  cut(id: TransportId): number {
    return this.#ports[id].cut();
  }

  tallyOf(address: string): Readonly<Record<TransportId, WireTally>> {
    return this.#tallies.of(address);
  }

  watch(address: string | null, transports: readonly TransportId[], take: TakeRecords): Watch {
    const machine = address === null ? null : machineOf(address);
    const wanted = new Set(transports);
    const kept = [...wanted].flatMap((id) => this.#logs[id].kept(machine));
    const watcher = new Watcher(
      take,
      kept.sort((one, other) => one.atMs - other.atMs),
    );
    const room = { machine, transports: wanted, watcher };
    this.#rooms.add(room);
    return {
      resume: () => watcher.resume(),
      close: () => {
        this.#rooms.delete(room);
        watcher.close();
      },
    };
  }

  stopListening(): void {
    for (const tap of this.#all()) tap.stopListening();
  }

  async close(): Promise<void> {
    for (const tap of this.#all()) tap.destroy();
    for (const { watcher } of this.#rooms) watcher.close();
    this.#rooms.clear();
    // Sockets that were destroyed are closed in a later turn of the event loop.
    while (this.openConnections > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  #all(): readonly TapPort[] {
    return Object.values(this.#ports);
  }

  #record(transport: TransportId, { remoteAddress }: Socket): Recorder {
    this.#connections += 1;
    const machine = machineOf(remoteAddress);
    const write = (record: CaptureRecord): void => {
      this.#logs[transport].add(record, machine);
      for (const room of this.#rooms) {
        if (room.transports.has(transport) && (room.machine ?? machine) === machine) room.watcher.add(record);
      }
    };
    const tally = this.#tallies.forCounting(remoteAddress, transport);
    return new Recorder({ connection: this.#connections, transport }, write, tally);
  }
}

const inRange = (value: number, what: string, [least, most]: readonly [number, number]): number => {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new LabError('LAB_PARAMETER_INVALID', `${what} is ${value} ms; it has to be ${least} to ${most}.`);
};
