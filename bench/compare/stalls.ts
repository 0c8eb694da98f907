// What standstills of the machine did to the probes, in recorded samples. Pure.
import type { RunSamples, SampleColumns, SubjectRepeat } from '../report/samples.ts';

/** How far above their median a probe's sample lies that a standstill met (measure/stalls.ts). */
const stallMs = 10;

const limitUs = (latencyUs: readonly number[]): number => {
  const sorted = latencyUs.toSorted((left, right) => left - right);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0) + stallMs * 1000;
};

/** Share of the probes' samples that a standstill met: 0 in nearly every segment of a machine that does nothing else. */
export const stalledShare = ({ probes: { latencyUs } }: Pick<SubjectRepeat, 'probes'>): number => {
  const limit = limitUs(latencyUs);
  return latencyUs.filter((us) => us > limit).length / Math.max(1, latencyUs.length);
};

/** The same over a whole run. */
export const stalledShareOf = ({ subjects }: RunSamples): number => {
  const shares = subjects.flatMap(({ repeats }) => repeats.map(stalledShare));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
};

/** Up to this share a run counts as calm. */
export const calmShare = 0.015;

/** The probes, with what a standstill added beyond its first 10 ms left out. */
export const cappedProbes = (probes: SampleColumns): SampleColumns => {
  const limit = limitUs(probes.latencyUs);
  return { ...probes, latencyUs: probes.latencyUs.map((us) => Math.min(us, limit)) };
};
