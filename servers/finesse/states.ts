// Agent states and the moves between them, as Finesse (UCCE) allows them; developer guide, "User: change agent state".
import type { AgentState } from '../protocol/event.ts';

const reserved = ['READY', 'TALKING', 'NOT_READY'] as const;

/** What may follow each state. A call moves an agent through the middle of the table; a person only through {@link settableStates}. */
export const allowedMoves: Readonly<Record<AgentState, readonly AgentState[]>> = {
  LOGOUT: ['LOGIN'],
  LOGIN: ['NOT_READY'],
  NOT_READY: ['LOGOUT', 'NOT_READY', 'READY', 'TALKING'],
  READY: ['NOT_READY', 'RESERVED', 'RESERVED_OUTBOUND', 'RESERVED_OUTBOUND_PREVIEW', 'LOGOUT'],
  RESERVED: reserved,
  RESERVED_OUTBOUND: reserved,
  RESERVED_OUTBOUND_PREVIEW: reserved,
  TALKING: ['READY', 'NOT_READY', 'WORK', 'WORK_READY', 'HOLD'],
  HOLD: ['TALKING', 'READY', 'NOT_READY', 'WORK', 'WORK_READY'],
  WORK: ['READY', 'NOT_READY'],
  WORK_READY: ['READY', 'NOT_READY'],
  UNKNOWN: ['NOT_READY', 'LOGOUT'],
};

/** What a person may ask for by PUT. */
export const settableStates: readonly AgentState[] = ['LOGIN', 'READY', 'NOT_READY', 'LOGOUT'];

/** Whether an agent may go from one state to another. */
export const isAllowedMove = (from: AgentState, to: AgentState): boolean => allowedMoves[from].includes(to);
