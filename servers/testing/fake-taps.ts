// For tests: tapped ports without a wire. What a test records is what watchers and tallies show.
import { transportIds, type TransportId } from '../protocol/catalog.ts';
import type { CaptureRecord } from '../protocol/capture.ts';
import { noFaults, type TapFaults, type WireTally } from '../protocol/control.ts';
import type { TappedPorts, Watch } from '../tap/tapped-ports.ts';

/** One who looks on. */
interface FakeWatch {
  readonly address: string | null;
  readonly transports: readonly TransportId[];
  readonly take: (records: readonly CaptureRecord[]) => boolean;
  resumed: number;
  isClosed: boolean;
}

/** All is kept where a test can see it. */
export class FakeTaps implements TappedPorts {
  rttMs = 0;
  readonly faults = new Map<TransportId, TapFaults>();
  readonly cuts: TransportId[] = [];
  readonly watches: FakeWatch[] = [];
  readonly tallies = new Map<TransportId, WireTally>();

  portOf(): number | undefined {
    return undefined;
  }

  setRtt(rttMs: number): void {
    this.rttMs = rttMs;
  }

  faultsOf(id: TransportId): TapFaults {
    return this.faults.get(id) ?? noFaults;
  }

  setFaults(id: TransportId, faults: Partial<TapFaults>): void {
    this.faults.set(id, { ...this.faultsOf(id), ...faults });
  }

  cut(id: TransportId): number {
    return this.cuts.push(id);
  }

  tallyOf(): Readonly<Record<TransportId, WireTally>> {
    const nothing = { bytesUp: 0, bytesDown: 0, opened: 0, open: 0 };
    return Object.fromEntries(transportIds.map((id) => [id, this.tallies.get(id) ?? nothing])) as Record<
      TransportId,
      WireTally
    >;
  }

  watch(address: string | null, transports: readonly TransportId[], take: FakeWatch['take']): Watch {
    const watch: FakeWatch = { address, transports, take, resumed: 0, isClosed: false };
    this.watches.push(watch);
    return {
      resume: () => (watch.resumed += 1),
      close: () => (watch.isClosed = true),
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
