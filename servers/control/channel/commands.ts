// What each command of a page does.
import type { ControlAnswer, ControlCommand } from '../../protocol/control.ts';
import { LabError } from '../../protocol/errors.ts';
import type { Desk } from '../../finesse/desk.ts';
import { settableStates } from '../../finesse/states.ts';
import type { Stage } from '../../simulation/stage.ts';
import type { BenchRun } from '../bench-run.ts';
import type { Publisher } from '../publisher.ts';
import type { TappedPorts } from '../../tap/tapped-ports.ts';
import type { Page } from './page.ts';

/** What commands act on. */
export interface CommandParts {
  readonly desk: Desk;
  readonly stage: Stage;
  readonly publisher: Publisher;
  readonly run: BenchRun;
  readonly taps: TappedPorts;
  /** Settings or faults are others now. */
  readonly announce: () => void;
}

type Result = NonNullable<ControlAnswer['ok']>;

/** What a viewer may do, too: it changes nothing for the others in the room but the state of an agent. */
const openToViewers: ReadonlySet<ControlCommand['do']> = new Set(['clock', 'watch', 'agent']);

/**
 * Does what a page asks for.
 * @throws {LabError} LAB_TRAINER_ONLY, and whatever the command is refused with
 */
export const carryOut = (command: ControlCommand, page: Page, parts: CommandParts): Result => {
  if (page.role !== 'trainer' && !openToViewers.has(command.do)) {
    throw new LabError('LAB_TRAINER_ONLY', `Only the trainer may ask for ${command.do}.`);
  }
  const act = actions[command.do] as (command: ControlCommand, parts: CommandParts, page: Page) => Result | void;
  return act(command, parts, page) ?? {};
};

type Of<Do extends ControlCommand['do']> = Extract<ControlCommand, { readonly do: Do }>;

const actions: {
  readonly [Do in ControlCommand['do']]: (of: Of<Do>, parts: CommandParts, page: Page) => Result | void;
} = {
  publish({ event }, { publisher, stage }) {
    return { cursor: event ? publisher.publish(stage.wrap(event)) : publisher.message((one) => stage.wrap(one)) };
  },
  burst: (burst, { publisher, stage }) => ({ cursor: publisher.burst(burst, (event) => stage.wrap(event)) }),
  set({ settings: { rttMs, ...played } }, { stage, taps, announce }) {
    stage.change(played);
    if (rttMs !== undefined) taps.setRtt(rttMs);
    announce();
  },
  fault({ transport, faults }, { taps, announce }) {
    taps.setFaults(transport, faults);
    announce();
  },
  cut({ transport }, { taps }) {
    taps.cut(transport);
  },
  agent: (wanted, { desk }) => changeAgent(wanted, desk),
  watch: ({ transports }, { taps }, page) => page.watch(taps, transports),
  clock: () => ({ serverAtNs: String(process.hrtime.bigint()) }),
  run: ({ transports }, { run }) => run.start(transports),
  'stop-run': (_, { run }) => run.stop(),
};

/** As a PUT of the REST does it: accepted here, and an agent's present state may still refuse it, on the feed. */
const changeAgent = ({ agent, state, reasonCode }: Of<'agent'>, desk: Desk): void => {
  if (!settableStates.includes(state)) {
    throw new LabError('LAB_STATE_REFUSED', `Nobody can ask for ${state}: it is one of ${settableStates.join(', ')}.`);
  }
  desk.requestState(agent, { state, reasonCode });
};
