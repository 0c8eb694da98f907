// The course of a client's session: its states and the one table of moves.

/** Where a session stands. */
export type SessionState =
  | 'opening'
  | 'proving'
  | 'restarting'
  | 'resuming'
  | 'binding'
  | 'catching-up'
  | 'live'
  | 'closed';

/** What may follow each state. */
export const allowedMoves: Readonly<Record<SessionState, readonly SessionState[]>> = {
  opening: ['proving', 'closed'],
  proving: ['restarting', 'closed'],
  restarting: ['resuming', 'binding', 'closed'],
  resuming: ['live', 'binding', 'closed'],
  binding: ['catching-up', 'closed'],
  'catching-up': ['live', 'closed'],
  live: ['closed'],
  closed: [],
};
