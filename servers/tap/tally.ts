// Bytes and connections of each transport, machine by machine.
import { transportIds, type TransportId } from '../protocol/catalog.ts';
import type { WireTally } from '../protocol/control.ts';
import { machineOf } from './addresses.ts';

/** A tally that still counts. */
export type OpenTally = { -readonly [Field in keyof WireTally]: WireTally[Field] };
type Tallies = Readonly<Record<TransportId, OpenTally>>;

/** Machines that are counted apart; all others are counted together. */
const maximumMachines = 256;

const nothingYet = (): Tallies =>
  Object.fromEntries(
    transportIds.map((id) => [id, { bytesUp: 0, bytesDown: 0, opened: 0, open: 0 }]),
  ) as unknown as Tallies;

/** What went over all ports. */
export class TallyBook {
  readonly #machines = new Map<string, Tallies>();
  readonly #others = nothingYet();

  /** Where a machine's connections are counted. */
  forCounting(address: string | undefined, id: TransportId): OpenTally {
    const machine = machineOf(address);
    const known = this.#machines.get(machine);
    if (known) return known[id];
    if (this.#machines.size >= maximumMachines) return this.#others[id];
    const tallies = nothingYet();
    this.#machines.set(machine, tallies);
    return tallies[id];
  }

  /** What a machine's connections carried so far; it counts on no more. */
  of(address: string): Readonly<Record<TransportId, WireTally>> {
    const known = this.#machines.get(machineOf(address));
    return structuredClone(known ?? (this.#machines.size >= maximumMachines ? this.#others : nothingYet()));
  }
}
