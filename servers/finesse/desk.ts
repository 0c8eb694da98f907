// The desk: agents' present states, who claimed whom, and the one door through which a person changes a state.
import { LabError } from '../protocol/errors.ts';
import type { AgentEvent, AgentState, AgentStateEvent } from '../protocol/event.ts';
import { Calls } from './calls.ts';
import type { Agent, Directory } from './directory.ts';
import { isAllowedMove, settableStates } from './states.ts';
import { FinesseSystem } from './system.ts';

/** What a person asks for. */
export interface StateRequest {
  readonly state: AgentState;
  readonly reasonCode?: number | undefined;
  /** Echoed in the event (the `RequestId` header of Finesse's REST). */
  readonly requestId?: string | undefined;
}

/** What the desk knows of an agent beyond the directory. */
export interface AgentStatus {
  readonly state: AgentState;
  /** ISO 8601. */
  readonly since: string;
  readonly reasonCode?: number | undefined;
  readonly isClaimed: boolean;
}

interface Status extends AgentStatus {
  state: AgentState;
  since: string;
  reasonCode?: number | undefined;
  isClaimed: boolean;
}

/** What Finesse says of a request for a state that the present one forbids, as captured from Finesse 12.5. */
const invalidState = { errorType: 'Invalid State', errorMessage: 'CF_INVALID_OBJECT_STATE', errorData: '22' } as const;

/** One desk a server. A change is published; nobody is answered with it, exactly as in Finesse. */
export class Desk {
  readonly directory: Directory;
  readonly system: FinesseSystem;
  /** The calls that the events told of. */
  readonly calls = new Calls();
  /** The clock of everything that happens here. */
  readonly nowIso: () => string;
  readonly #publish: (event: AgentEvent, options?: { intendedAtNs?: bigint }) => void;
  readonly #statuses = new Map<string, Status>();

  constructor(
    directory: Directory,
    publish: (event: AgentEvent, options?: { intendedAtNs?: bigint }) => void,
    nowIso = () => new Date().toISOString(),
  ) {
    this.directory = directory;
    this.#publish = publish;
    this.nowIso = nowIso;
    this.system = new FinesseSystem(publish, nowIso);
    for (const id of directory.agents.keys()) {
      this.#statuses.set(id, { state: 'LOGOUT', since: nowIso(), isClaimed: false });
    }
  }

  /** @throws {LabError} LAB_CREDENTIALS_WRONG, the same for an unknown agent and a wrong password */
  authenticate(id: string, password: string): Agent {
    const agent = this.directory.agents.get(id);
    if (!agent || agent.password !== password) {
      throw new LabError('LAB_CREDENTIALS_WRONG', 'There is no agent of this id and password.');
    }
    return agent;
  }

  /** @throws {LabError} LAB_AGENT_UNKNOWN */
  find(id: string): Agent {
    const agent = this.directory.agents.get(id);
    if (agent) return agent;
    throw new LabError('LAB_AGENT_UNKNOWN', `There is no agent ${JSON.stringify(id.slice(0, 64))}.`);
  }

  /** @throws {LabError} LAB_AGENT_UNKNOWN */
  statusOf(id: string): AgentStatus {
    this.find(id);
    return this.#status(id);
  }

  /** Takes the agent out of the simulation's hands until LOGOUT; from whatever state, it is NOT_READY first. */
  claim(id: string, requestId?: string): void {
    this.find(id);
    const status = this.#status(id);
    if (status.isClaimed) return;
    status.isClaimed = true;
    this.#move(id, { state: 'NOT_READY', requestId });
  }

  /**
   * A person changes an agent's state. The result is an event on the feed.
   * @throws {LabError} LAB_AGENT_UNKNOWN, LAB_STATE_REFUSED
   */
  changeState(id: string, request: StateRequest): void {
    const from = this.#presentFor(id);
    if (!mayAskFor(from, request.state)) {
      throw new LabError('LAB_STATE_REFUSED', `Agent ${id} is ${from} and cannot become ${request.state}.`);
    }
    const status = this.#status(id);
    const target = targetOf(request.state);
    // The claim itself makes the agent NOT_READY: asking for just that is answered by one event, not two.
    if (!status.isClaimed && target !== 'NOT_READY') this.claim(id);
    status.isClaimed = target !== 'LOGOUT';
    this.#move(id, { ...request, state: target });
  }

  /**
   * The same as Finesse's REST does it: accepted first, and refused on the feed, by an `agent-error`.
   * @throws {LabError} LAB_AGENT_UNKNOWN, LAB_SERVER_BUSY while the system is out of service
   */
  requestState(id: string, request: StateRequest): void {
    const from = this.#presentFor(id);
    this.system.demandService();
    if (mayAskFor(from, request.state)) return this.changeState(id, request);
    const { requestId } = request;
    return this.#publish({
      type: 'agent-error',
      agent: id,
      ...invalidState,
      ...(requestId !== undefined && { requestId }),
      at: this.nowIso(),
    });
  }

  /** The system signs a claimed agent out, from whatever state; nobody else is touched. */
  forceOut(id: string, reasonCode: number): void {
    const status = this.#statuses.get(id);
    if (!status?.isClaimed) return;
    status.isClaimed = false;
    this.#move(id, { state: 'LOGOUT', reasonCode });
  }

  /** The simulation begins anew: who is in nobody's hands is signed out, from whatever state. */
  clear(id: string): void {
    const status = this.#statuses.get(id);
    if (status && !status.isClaimed && status.state !== 'LOGOUT') this.#move(id, { state: 'LOGOUT' });
  }

  /** A move of the simulation: refused, without a word, for an agent whom a person claimed, or where the table forbids it. */
  simulate(id: string, state: AgentState, intendedAtNs: bigint): boolean {
    const status = this.#statuses.get(id);
    if (!status || status.isClaimed || !isAllowedMove(status.state, state)) return false;
    this.#move(id, { state }, intendedAtNs);
    return true;
  }

  /** An event from outside is the truth about its agent, its call or the system: the desk follows it. */
  adopt(event: AgentEvent): void {
    if (event.type === 'agent-state') this.#adoptState(event);
    if (event.type === 'dialog') this.calls.follow(event);
    if (event.type === 'system-info') this.system.adopt(event.status);
  }

  #adoptState(event: AgentStateEvent): void {
    const status = this.#statuses.get(event.agent);
    if (!status) return;
    status.state = event.state;
    status.since = event.at;
    status.reasonCode = event.reasonCode;
    if (event.state === 'LOGOUT') status.isClaimed = false;
  }

  /** The state from which a person's request starts: who is not claimed yet is NOT_READY by being claimed. */
  #presentFor(id: string): AgentState {
    const { isClaimed, state } = this.#status(id);
    return isClaimed ? state : 'NOT_READY';
  }

  #status(id: string): Status {
    const status = this.#statuses.get(id);
    if (status) return status;
    throw new LabError('LAB_AGENT_UNKNOWN', `There is no agent ${JSON.stringify(id.slice(0, 64))}.`);
  }

  #move(id: string, { state, reasonCode, requestId }: StateRequest, intendedAtNs?: bigint): void {
    const status = this.#status(id);
    const team = this.directory.agents.get(id)?.team;
    status.state = state;
    status.since = this.nowIso();
    status.reasonCode = reasonCode;
    const event: AgentStateEvent = {
      type: 'agent-state',
      agent: id,
      state,
      ...(team !== undefined && { team }),
      ...(reasonCode !== undefined && { reasonCode }),
      ...(requestId !== undefined && { requestId }),
      at: status.since,
    };
    this.#publish(event, intendedAtNs === undefined ? {} : { intendedAtNs });
  }
}

/** LOGIN passes: who signs in is NOT_READY. */
const targetOf = (asked: AgentState): AgentState => (asked === 'LOGIN' ? 'NOT_READY' : asked);

const mayAskFor = (from: AgentState, asked: AgentState): boolean => {
  if (!settableStates.includes(asked)) return false;
  // Signing in again does no harm to who is not ready; it does not end a call.
  if (asked === 'LOGIN') return from === 'LOGOUT' || from === 'NOT_READY';
  const target = targetOf(asked);
  return from === target || isAllowedMove(from, target);
};
