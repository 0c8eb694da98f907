// From what a person asked for to the event that answers it: its arrival is what the panel shows seven times. Pure.
import type { AgentState } from '../../../servers/protocol/event.ts';
import type { Race } from '../session/race-book.ts';

/** States that a person may ask for, in the order of the panel; the server refuses what the present state does not allow. */
export const askableStates = ['READY', 'LOGIN', 'NOT_READY', 'LOGOUT'] as const satisfies readonly AgentState[];
export type AskableState = (typeof askableStates)[number];

/** Codes of the room's Finesse that a person chooses from. */
export const reasonCodes = {
  NOT_READY: [12, 13, 14, 15, 16, 17],
  LOGOUT: [1, 2, 3],
} as const;

/** What was asked for on this page. */
export interface Asked {
  readonly agent: string;
  readonly state: AskableState;
  readonly reasonCode: number | undefined;
  /** When the button was pressed, on the server's clock. */
  readonly atMs: number;
}

/** Both clocks may be off by a little. */
const clockSlackMs = 5;

/** LOGIN passes: who signs in is NOT_READY. */
const targetOf = (state: AskableState): AgentState => (state === 'LOGIN' ? 'NOT_READY' : state);

/** The event that answers: the change, or the refusal. An agent in nobody's hands becomes NOT_READY first, which is not the answer to READY. */
export const answerTo = ({ agent, state, reasonCode, atMs }: Asked, races: readonly Race[]): Race | undefined =>
  races.find(({ event, publishedMs }) => {
    if (publishedMs < atMs - clockSlackMs) return false;
    if (event.type === 'agent-error') return event.agent === agent;
    return (
      event.type === 'agent-state' &&
      event.agent === agent &&
      event.state === targetOf(state) &&
      event.reasonCode === reasonCode
    );
  });

/** The newest event of an agent that was asked for here, as of a time; a recording knows it, too. */
export const newestAnswer = (agent: string, races: readonly Race[], atMs: number): Race | undefined =>
  races.findLast(
    ({ event, clickedAtMs }) =>
      clickedAtMs !== null &&
      clickedAtMs <= atMs &&
      (event.type === 'agent-state' || event.type === 'agent-error') &&
      event.agent === agent,
  );
