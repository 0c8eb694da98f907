// For tests: a lab with its tapped ports open, and all that the taps have written down.
import type { TestContext } from 'node:test';
import type { AppOptions } from '../app.ts';
import type { CaptureRecord, WireDirection } from '../protocol/capture.ts';
import { transportIds, type TransportId } from '../protocol/catalog.ts';
import { openLab, until, type TestLab } from '../testing/lab.ts';

/** A lab of which everything is seen. */
export interface TappedLab extends TestLab {
  readonly records: readonly CaptureRecord[];
  portOf(id: TransportId): number;
}

/** Opens a lab and its taps on free ports; both are closed when the test ends. */
export const openTapped = async (context: TestContext, options: AppOptions = {}): Promise<TappedLab> => {
  const lab = await openLab(context, options);
  await lab.listenTapped({ host: '127.0.0.1', port: 0 });
  const records: CaptureRecord[] = [];
  lab.taps.watch(null, transportIds, (batch) => records.push(...batch) > 0);
  return { ...lab, records, portOf: (id) => lab.taps.portOf(id) ?? 0 };
};

/** The bytes of one direction, whole. */
export const bytesOf = (records: readonly CaptureRecord[], direction: WireDirection): Buffer =>
  Buffer.concat(
    records.flatMap((record) => (record.kind === 'data' && record.direction === direction ? [record.bytes] : [])),
  );

/** Waits until so many connections have been written down to their ends. */
export const untilClosed = (lab: TappedLab, count = 1): Promise<void> =>
  until(() => lab.records.filter(({ kind }) => kind === 'close').length >= count, 'the end is written down');
