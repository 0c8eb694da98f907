// The course of a login: the states of a stream and the one table of moves.

/** Where a stream stands. */
export type StreamState = 'unopened' | 'authenticating' | 'authenticated' | 'binding' | 'bound' | 'closed';

/** What may follow each state; it is the whole course of a login. A resumed session goes the same way as a bound one. */
export const allowedMoves: Readonly<Record<StreamState, readonly StreamState[]>> = {
  unopened: ['authenticating', 'closed'],
  authenticating: ['authenticated', 'closed'],
  authenticated: ['binding', 'closed'],
  binding: ['bound', 'closed'],
  bound: ['closed'],
  closed: [],
};
