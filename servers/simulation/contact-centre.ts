// The simulated contact centre: calls come, agents take them, wrap up and go on breaks. Seeded; knows no clock and no feed.
import type { Directory } from '../finesse/directory.ts';
import type { AgentEvent, AgentState, DialogState } from '../protocol/event.ts';
import type { Random } from './random.ts';

/** A proposed step: either an agent's move, or an event that is a fact by itself. */
export type Step =
  | { readonly kind: 'move'; readonly agent: string; readonly state: AgentState }
  | { readonly kind: 'event'; readonly event: AgentEvent };

/** What the simulation may ask about the world outside it. */
export interface ContactCentreView {
  isClaimed(agent: string): boolean;
  nowIso(): string;
}

interface Call {
  readonly dialog: string;
  readonly from: string;
  readonly queue: string;
}

interface Simulated {
  readonly id: string;
  state: AgentState;
  call: Call | undefined;
}

/** Where an agent goes from each state, with weights; a subset of servers/finesse/states.ts. */
const habits: Readonly<Partial<Record<AgentState, readonly (readonly [AgentState, weight: number])[]>>> = {
  LOGOUT: [['LOGIN', 1]],
  LOGIN: [['NOT_READY', 1]],
  NOT_READY: [
    ['READY', 9],
    ['LOGOUT', 1],
  ],
  READY: [
    ['RESERVED', 8],
    ['NOT_READY', 2],
  ],
  RESERVED: [
    ['TALKING', 19],
    ['READY', 1],
  ],
  TALKING: [
    ['WORK_READY', 7],
    ['HOLD', 2],
    ['READY', 1],
  ],
  HOLD: [['TALKING', 1]],
  WORK_READY: [
    ['READY', 4],
    ['NOT_READY', 1],
  ],
};

/** What the agent's state says about the call at the same moment. */
const dialogStateIn: Readonly<Partial<Record<AgentState, DialogState>>> = {
  RESERVED: 'ALERTING',
  TALKING: 'ACTIVE',
  HOLD: 'HELD',
  WORK_READY: 'DROPPED',
  READY: 'DROPPED',
  NOT_READY: 'DROPPED',
};

const queues = ['10', '11'] as const;
const firstDialog = 16_804_377;
/** Every so many steps a queue reports its figures, and a supervisor writes. */
const queueEvery = 12;
const messageEvery = 97;

const weighted = (choices: readonly (readonly [AgentState, number])[], random: Random): AgentState => {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let point = random.next() * total;
  for (const [state, weight] of choices) {
    point -= weight;
    if (point < 0) return state;
  }
  return 'NOT_READY';
};

/** An endless story: the same directory and seed tell the same one (all but the `at` of each event). */
export class ContactCentre {
  readonly #agents: readonly Simulated[];
  readonly #random: Random;
  readonly #view: ContactCentreView;
  #count = 0;
  #dialogs = 0;
  /** Consequences of the last move that still have to be told. */
  readonly #pending: Step[] = [];

  constructor(directory: Directory, random: Random, view: ContactCentreView) {
    this.#agents = [...directory.agents.values()]
      .filter(({ role, team }) => role === 'Agent' && team !== undefined)
      .map(({ id }) => ({ id, state: 'LOGOUT', call: undefined }));
    this.#random = random;
    this.#view = view;
  }

  /** The next thing that happens; `undefined` when every agent is in a person's hands. */
  next(): Step | undefined {
    const told = this.#pending.shift();
    if (told) return told;
    this.#count += 1;
    if (this.#count % messageEvery === 0) return this.#teamMessage();
    if (this.#count % queueEvery === 0) return this.#queueStatistics();
    return this.#move();
  }

  #move(): Step | undefined {
    const free = this.#agents.filter(({ id }) => !this.#view.isClaimed(id));
    if (free.length === 0) return undefined;
    const agent = this.#random.pick(free);
    const state = weighted(habits[agent.state] ?? [['NOT_READY', 1]], this.#random);
    agent.state = state;
    if (state === 'RESERVED') agent.call = this.#incomingCall();
    const dialogState = dialogStateIn[state];
    if (agent.call && dialogState) this.#pending.push(this.#dialog(agent.id, agent.call, dialogState));
    if (dialogState === 'DROPPED') agent.call = undefined;
    return { kind: 'move', agent: agent.id, state };
  }

  /** A person took this agent or gave them back: the story goes on from the state they are in. */
  follow(agent: string, state: AgentState): void {
    const simulated = this.#agents.find(({ id }) => id === agent);
    if (!simulated || simulated.state === state) return;
    simulated.state = state;
    if (!simulated.call) return;
    this.#pending.push(this.#dialog(agent, simulated.call, 'DROPPED'));
    simulated.call = undefined;
  }

  #incomingCall(): Call {
    this.#dialogs += 1;
    const caller = String(this.#random.integer(10_000)).padStart(4, '0');
    return { dialog: String(firstDialog + this.#dialogs), from: `+1555010${caller}`, queue: this.#random.pick(queues) };
  }

  #dialog(agent: string, { dialog, from, queue }: Call, state: DialogState): Step {
    const at = this.#view.nowIso();
    return { kind: 'event', event: { type: 'dialog', agent, dialog, state, from, to: agent, queue, at } };
  }

  #queueStatistics(): Step {
    const callsInQueue = this.#random.integer(8);
    return {
      kind: 'event',
      event: {
        type: 'queue-statistics',
        queue: this.#random.pick(queues),
        callsInQueue,
        longestWaitSeconds: callsInQueue === 0 ? 0 : this.#random.integer(180),
        agentsReady: this.#agents.filter(({ state }) => state === 'READY').length,
        at: this.#view.nowIso(),
      },
    };
  }

  #teamMessage(): Step {
    const team = this.#random.pick(['5000', '5001']);
    const content = this.#random.pick([
      'Long queue: please postpone breaks.',
      'Thank you: the queue is empty again.',
      'The billing system is back.',
    ]);
    const at = this.#view.nowIso();
    return {
      kind: 'event',
      event: { type: 'team-message', team, from: 'administrator', content, durationSeconds: 100, at },
    };
  }
}
