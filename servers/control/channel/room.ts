// The room: every open control channel, and what all of them are told.
import { randomUUID } from 'node:crypto';
import { transportIds, type TransportId } from '../../protocol/catalog.ts';
import type {
  AgentView,
  ControlAnswer,
  ControlRole,
  LabState,
  RunProgress,
  TapFaults,
} from '../../protocol/control.ts';
import { openRequest, readCommand } from '../../protocol/control-requests.ts';
import { asLabError, LabError } from '../../protocol/errors.ts';
import type { Desk } from '../../finesse/desk.ts';
import type { Stage } from '../../simulation/stage.ts';
import { BenchRun } from '../bench-run.ts';
import type { Publisher } from '../publisher.ts';
import type { TappedPorts } from '../../tap/tapped-ports.ts';
import { carryOut, type CommandParts } from './commands.ts';
import type { Page } from './page.ts';
import { RequestLimit } from './request-limit.ts';

/** What a room is made of. */
export interface RoomParts {
  readonly desk: Desk;
  readonly stage: Stage;
  readonly publisher: Publisher;
  readonly taps: TappedPorts;
  readonly isLan: boolean;
  readonly xmppDomain: string;
  readonly resultsDirectory: string | undefined;
  /** What a run of the bench starts. @default the bench, `--quick` */
  readonly benchCommand?: readonly string[] | undefined;
  /** Told of faults that are the server's own. */
  readonly onFault: (cause: unknown) => void;
}

/** Channels that may be open at a time. */
const maximumPages = 64;
const keptForTrainers = 8;
/** Of one machine that has no token. */
const maximumOfOneViewer = 8;
const tallyIntervalMs = 250;

/** One a server. */
export class Room {
  readonly #parts: RoomParts;
  readonly #commands: CommandParts;
  readonly #run: BenchRun;
  readonly #pages = new Set<Page>();
  readonly #server = randomUUID();
  #tallies: NodeJS.Timeout | undefined;
  #isAnnouncing = false;

  constructor(parts: RoomParts) {
    this.#parts = parts;
    this.#run = new BenchRun({
      resultsDirectory: parts.resultsDirectory,
      command: parts.benchCommand,
      onProgress: (run) => this.#tellRun(run),
    });
    this.#commands = { ...parts, run: this.#run, announce: () => this.announce() };
  }

  /** A machine of the class cannot take the places of the others, nor the class those of the trainer. */
  isFullFor(role: ControlRole, address: string): boolean {
    if (role === 'trainer') return this.#pages.size >= maximumPages;
    const same = [...this.#pages].filter((page) => page.role === 'viewer' && page.address === address);
    return this.#pages.size >= maximumPages - keptForTrainers || same.length >= maximumOfOneViewer;
  }

  /** The page is told how things stand; and the others on its machine, that there is one more. */
  enter(page: Page): void {
    this.#pages.add(page);
    this.#tallies ??= setInterval(() => this.#tellTallies(), tallyIntervalMs);
    this.catchUp(page);
    this.announce();
  }

  leave(page: Page): void {
    this.#pages.delete(page);
    this.announce();
    if (this.#pages.size > 0) return;
    clearInterval(this.#tallies);
    this.#tallies = undefined;
  }

  /** How everything stands now. */
  catchUp(page: Page): void {
    const run = this.#run.progress;
    page.tell({ state: this.#stateFor(page) }, ...(run ? [{ run }] : []));
  }

  /** Tells all pages how things stand, once for all that changes in one turn of the event loop. */
  announce(): void {
    if (this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    setImmediate(() => {
      this.#isAnnouncing = false;
      for (const page of this.#pages) page.tell({ state: this.#stateFor(page) });
    });
  }

  /** @throws {LabError} LAB_FRAME_INVALID when there is nothing that could be answered */
  receive(text: string, page: Page, limit: RequestLimit): void {
    const { id, fields } = openRequest(text);
    page.send(
      this.#answer(id, () => {
        if (!limit.admit())
          throw new LabError('LAB_SERVER_BUSY', 'A page may make 50 requests a second; wait a little.');
        return carryOut(readCommand(fields, this.#parts.desk.nowIso()), page, this.#commands);
      }),
    );
  }

  /** The server closes. */
  close(): void {
    this.#run.kill();
    for (const page of this.#pages) page.leave();
  }

  #answer(id: number, act: () => NonNullable<ControlAnswer['ok']>): ControlAnswer {
    try {
      return { id, ok: act() };
    } catch (cause) {
      const error = asLabError(cause);
      if (error !== cause) this.#parts.onFault(cause);
      return { id, error: error.toJSON() };
    }
  }

  #tellRun(run: RunProgress): void {
    for (const page of this.#pages) page.tell({ run });
  }

  #tellTallies(): void {
    const tallies = new Map<string, ReturnType<TappedPorts['tallyOf']>>();
    for (const page of this.#pages) {
      const tally = tallies.get(page.address) ?? this.#parts.taps.tallyOf(page.address);
      tallies.set(page.address, tally);
      page.tellTally(tally);
    }
  }

  #stateFor({ role, address, urlOf }: Page): LabState {
    const { stage, taps, isLan, xmppDomain, desk } = this.#parts;
    return {
      server: this.#server,
      settings: { ...stage.settings, rttMs: taps.rttMs },
      faults: each((id): TapFaults => taps.faultsOf(id)),
      role,
      isLan,
      xmppDomain,
      urls: each(urlOf),
      agents: agentsOf(desk),
      pages: [...this.#pages].filter((page) => page.address === address).length,
    };
  }
}

const each = <Value>(make: (id: TransportId) => Value): Readonly<Record<TransportId, Value>> =>
  Object.fromEntries(transportIds.map((id) => [id, make(id)])) as Record<TransportId, Value>;

/** The agents of the teams: who takes calls. Accounts outside every team, and supervisors, have no panel. */
const agentsOf = (desk: Desk): readonly AgentView[] =>
  [...desk.directory.agents.values()]
    .filter(({ role, team }) => role === 'Agent' && team !== undefined)
    .map(({ id, firstName, lastName, team = null }) => {
      const { state, isClaimed } = desk.statusOf(id);
      return { id, name: `${firstName} ${lastName}`, team, state, isClaimed };
    });
