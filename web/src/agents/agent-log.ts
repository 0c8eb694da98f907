// What a session has told of its agents, oldest first: the state of each at any time of the cursor. Pure.
import type { AgentStateEvent } from '../../../servers/protocol/event.ts';
import type { Race, RaceBook } from '../session/race-book.ts';

/** One change of state, as the first transport brought it. */
export interface AgentChange {
  readonly event: AgentStateEvent;
  readonly atMs: number;
  readonly publishedMs: number;
}

/** Changes that are kept of an agent: some hours of work. */
const maximumChanges = 500;

/** One a session. The book keeps the newest races only; who has not changed for long would be forgotten. */
export class AgentLog {
  readonly #changes = new Map<string, AgentChange[]>();
  #readTo: Race['cursor'] | undefined;

  /** Takes what came since the last time. */
  read({ races }: RaceBook): void {
    const known = this.#readTo === undefined ? -1 : races.findLastIndex(({ cursor }) => cursor === this.#readTo);
    for (const { event, firstAtMs, publishedMs } of races.slice(known + 1)) {
      if (event.type === 'agent-state') this.#add({ event, atMs: firstAtMs, publishedMs });
    }
    this.#readTo = races.at(-1)?.cursor;
  }

  /** The newest change that was seen by then. */
  at(agent: string, atMs: number): AgentChange | undefined {
    return this.#changes.get(agent)?.findLast((change) => change.atMs <= atMs);
  }

  #add(change: AgentChange): void {
    const changes = this.#changes.get(change.event.agent) ?? [];
    this.#changes.set(change.event.agent, changes);
    changes.push(change);
    if (changes.length > maximumChanges) changes.shift();
  }
}
