// Which faults a transport suffers from at present. Pure.
import type { TapFaults } from '../../../servers/protocol/control.ts';

/** A fault that stays until it is taken away. */
export type FaultName = 'delay' | 'dark' | 'buffering' | 'idle' | 'refusing';

/** In the order of the menu. */
export const activeFaults = (faults: TapFaults | undefined): readonly FaultName[] => {
  if (!faults) return [];
  const { extraRttMs, isDark, isBuffering, idleTimeoutMs, isRefusing } = faults;
  const found: readonly (readonly [FaultName, boolean])[] = [
    ['delay', extraRttMs > 0],
    ['dark', isDark],
    ['buffering', isBuffering],
    ['idle', idleTimeoutMs !== null],
    ['refusing', isRefusing],
  ];
  return found.filter(([, isActive]) => isActive).map(([name]) => name);
};
