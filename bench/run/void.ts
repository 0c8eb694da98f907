// When a run must not be believed at all: the bench measured itself.
import type { Generator, VoidRun } from '../report/result.ts';

/** MEASURING §0: beyond these the load generator measures itself, and the run is void, not merely noisy. */
const maximumUtilisation = 0.7;
const maximumCpuShare = 0.8;
/** A default repeat measures for 4 s: what stands still for a twentieth of it is the tail of whatever it measured. */
const maximumStandstillMs = 200;

/** Other threads of the process work too (compiling, collecting), but not twice as much as its loop. */
const leastBusyShare = 1 / 3;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Why a run is void; `null` = it is not. @param lostByFloor entries that bare TCP itself lost */
export const voidBecause = (generator: Generator, lostByFloor: number): VoidRun | null => {
  const { clientUtilisation, clientCpuShare, relayCpuShare, standstillMs = 0 } = generator;
  // A loop that works is busy: a utilisation far below the CPU of the same process was not measured.
  if (clientUtilisation < clientCpuShare * leastBusyShare) {
    return {
      reason: `the load generator says that it was busy ${percent(clientUtilisation)} of the time, and used ${percent(clientCpuShare)} of a core`,
    };
  }
  if (clientUtilisation > maximumUtilisation) {
    return {
      reason: `the load generator's event loop was busy ${percent(clientUtilisation)} of the time (limit 70 %)`,
    };
  }
  if (clientCpuShare > maximumCpuShare) {
    return { reason: `the load generator used ${percent(clientCpuShare)} of a core (limit 80 %)` };
  }
  if (relayCpuShare > maximumCpuShare) {
    return { reason: `the relay used ${percent(relayCpuShare)} of a core (limit 80 %)` };
  }
  if (standstillMs > maximumStandstillMs) {
    return {
      reason: `the load generator or the relay stood still for ${Math.round(standstillMs)} ms (limit ${maximumStandstillMs} ms)`,
    };
  }
  if (lostByFloor > 0) {
    return { reason: `bare TCP itself lost ${lostByFloor} entries, so the bench is at fault and not a transport` };
  }
  return null;
};
