// Named workloads, and why: `desktops` is what is judged, `wallboard` is the fan-out.
import { ladderIds, type TransportId } from '../servers/protocol/catalog.ts';
import type { Workload } from './report/result.ts';

/**
 * `desktops`: every client follows its own agent, who has a Poisson timetable of their own, as each Finesse desktop does.
 * Samples are independent, so that the closed forms of the model may be judged by ordinary statistics.
 */
const desktops: Omit<Workload, 'transports'> = {
  name: 'desktops',
  kind: 'desktops',
  ratePerSecond: 2,
  clients: 100,
  payloadBytes: 200,
  pollIntervalMs: 500,
  holdSeconds: 25,
  rttMs: 80,
  warmUpSeconds: 1,
  durationSeconds: 4,
  repeats: 2,
  seed: 1,
  headers: 'browser',
};

/**
 * `wallboard`: all clients follow everything, as a team's wallboards do. One event is a fan-out to all of them, so samples
 * hang together: predictions come from the run's own timetable, not from the closed forms.
 */
const wallboard: Omit<Workload, 'transports'> = {
  ...desktops,
  name: 'wallboard',
  kind: 'wallboard',
  ratePerSecond: 20,
};

export const workloads: Readonly<Record<string, Omit<Workload, 'transports'>>> = { desktops, wallboard };

/** The seven of the ladder. */
export const defaultTransports: readonly TransportId[] = ladderIds;

/** `--quick`: one repeat of 1.5 s after half a second of warm-up. */
export const quick = { warmUpSeconds: 0.5, durationSeconds: 1.5, repeats: 1 } as const;
