// What a client under test went through, in order.
import type { SeenEvent, Witness } from './subject.ts';

/** A session, and whether it is the one that the client had before. */
export interface SeenSession {
  readonly jid: string;
  readonly isResumed: boolean;
}

/** Writes down everything. */
export class Diary implements Witness {
  readonly mechanisms: string[] = [];
  readonly sessions: SeenSession[] = [];
  readonly events: SeenEvent[] = [];

  onMechanism(mechanism: string): void {
    this.mechanisms.push(mechanism);
  }

  onSession(jid: string, isResumed: boolean): void {
    this.sessions.push({ jid, isResumed });
  }

  onEvent(event: SeenEvent): void {
    this.events.push(event);
  }

  /** Items of a node as they came: repeated when they came twice. */
  itemsOf(node: string): readonly string[] {
    return this.events.flatMap((event) => (event.node === node ? [event.item] : []));
  }
}
