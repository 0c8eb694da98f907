// From arrivals to marks: short enough to be posted to the page by the hundred, and never more than that. Pure.
import type { Arrival } from '../../clients/transport.ts';
import type { AgentEvent } from '../../servers/protocol/event.ts';
import { nowMs, toMs } from './clock.ts';
import type { Mark } from './messages.ts';

/** Most marks in one report of a lane; no screen shows more within a tenth of a second. */
export const maximumMarks = 200;
const maximumTextLength = 120;

/** The event with its long texts cut and without its filler: enough to name it in a list. */
export const briefOf = ({ pad: _filler, ...event }: AgentEvent): AgentEvent =>
  Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, maximumTextLength) : value,
    ]),
  ) as unknown as AgentEvent;

/** The mark of an arrival; `ready`, and an entry that was there already, leave none. */
export const markOf = (arrival: Arrival): Mark | undefined => {
  switch (arrival.kind) {
    case 'entry': {
      const { cursor, event } = arrival.entry;
      return { kind: 'entry', atMs: toMs(arrival.receivedAtNs), cursor, event: briefOf(event) };
    }
    case 'empty':
      return { kind: 'empty', atMs: toMs(arrival.receivedAtNs) };
    case 'reconnect':
    case 'missed':
      return { kind: arrival.kind, atMs: nowMs() };
    case 'ready':
    case 'dropped':
      return undefined;
  }
};
