// An agent's desk in small: who, in which state and for how long, the states to ask for, and how the change arrives on all transports.
import { useSignal, useSignalEffect } from '@preact/signals';
import { useId, useMemo } from 'preact/hooks';
import { ladderIds, type TransportId } from '../../../servers/protocol/catalog.ts';
import type { AgentView } from '../../../servers/protocol/control.ts';
import type { LabPage } from '../lab-page.ts';
import { Badge, laneColour } from '../parts/badge.tsx';
import { raceStateOf } from '../race/race-state.ts';
import { finishOrder, type Race } from '../session/race-book.ts';
import { formatMs, formatSpan, say } from '../text/say.ts';
import { AgentLog } from './agent-log.ts';
import { answerTo, askableStates, newestAnswer, reasonCodes, type Asked, type AskableState } from './asked.ts';

interface AgentProps {
  readonly page: LabPage;
  readonly agent: AgentView;
}

export const AgentPanel = ({ page }: { readonly page: LabPage }) => {
  const { agent: chosen } = raceStateOf(page);
  const agents = page.room.value?.agents ?? [];
  const agent = agents.find(({ id }) => id === chosen.value) ?? agents[0];
  const select = useId();
  return (
    <section class="panel agent" aria-labelledby="agent-title">
      <div class="panel-head">
        <h2 id="agent-title">{say('agents.title')}</h2>
        <span class="field">
          <label for={select}>{say('agents.pick')}</label>
          <select
            id={select}
            value={agent?.id ?? ''}
            onChange={(event) => void (chosen.value = event.currentTarget.value)}
          >
            {agents.map(({ id, name }) => (
              <option key={id} value={id}>
                {name} ({id})
              </option>
            ))}
          </select>
        </span>
      </div>
      {agent ? <Desk key={agent.id} page={page} agent={agent} /> : <p>{say('agents.none')}</p>}
    </section>
  );
};

const Desk = ({ page, agent }: AgentProps) => {
  const asked = useSignal<Asked | null>(null);
  const atMs = page.cursor.shownMs.value;
  const { book } = page.session.value;
  useSignalEffect(() => {
    void page.cursor.shownMs.value;
    const answer = asked.value && answerTo(asked.value, page.live.book.races);
    if (!asked.value || !answer) return;
    // From now on it is an event of this page: it stands out on the tracks, and in the finish order.
    page.live.book.claim(answer.cursor, asked.value.atMs);
    asked.value = null;
  });
  const ask = (state: AskableState, reasonCode?: number): void => {
    page.cursor.goLive();
    asked.value = { agent: agent.id, state, reasonCode, atMs: page.source.nowMs() };
    void page.ask({ do: 'agent', agent: agent.id, state, reasonCode }).then((isDone) => isDone || (asked.value = null));
  };
  const shown = newestAnswer(agent.id, book.races, atMs);
  return (
    <>
      <Present page={page} agent={agent} />
      <Buttons isDisabled={page.isReplay.value || page.room.value === null} ask={ask} />
      <Arrivals race={asked.value ? undefined : shown} isAsked={asked.value !== null} untilMs={atMs} />
    </>
  );
};

const Present = ({ page, agent }: AgentProps) => {
  const session = page.session.value;
  const log = useMemo(() => new AgentLog(), [session]);
  const atMs = page.cursor.shownMs.value;
  log.read(session.book);
  const change = log.at(agent.id, atMs);
  const reason = change?.event.reasonCode;
  return (
    <dl class="agent-now">
      <div>
        <dt>{say('agents.state')}</dt>
        <dd class="agent-state">
          {change?.event.state ?? agent.state}
          {reason === undefined ? '' : ` (${reasonText(reason)})`}
        </dd>
      </div>
      <div>
        <dt>{say('agents.since')}</dt>
        <dd>{change ? formatSpan(atMs - change.publishedMs) : say('agents.sinceUnknown')}</dd>
      </div>
      <div>
        <dt>{say('agents.team')}</dt>
        <dd>{agent.team ?? '–'}</dd>
      </div>
    </dl>
  );
};

type KnownReason = (typeof reasonCodes)[keyof typeof reasonCodes][number];
const knownReasons: readonly number[] = Object.values(reasonCodes).flat();

const reasonText = (code: number): string =>
  knownReasons.includes(code) ? say(`agents.reason.${code as KnownReason}`) : String(code);

interface ButtonsProps {
  readonly isDisabled: boolean;
  readonly ask: (state: AskableState, reasonCode?: number) => void;
}

const Buttons = ({ isDisabled, ask }: ButtonsProps) => (
  <div class="agent-buttons" role="group" aria-label={say('agents.ask')}>
    {askableStates.map((state) =>
      state === 'NOT_READY' || state === 'LOGOUT' ? (
        <WithReason key={state} state={state} isDisabled={isDisabled} ask={ask} />
      ) : (
        <button key={state} type="button" disabled={isDisabled} onClick={() => ask(state)}>
          {state}
        </button>
      ),
    )}
  </div>
);

const WithReason = ({ state, isDisabled, ask }: ButtonsProps & { readonly state: keyof typeof reasonCodes }) => {
  const code = useSignal<number | undefined>(undefined);
  return (
    <span class="with-reason">
      <button type="button" disabled={isDisabled} onClick={() => ask(state, code.value)}>
        {state}
      </button>
      <select
        aria-label={say('agents.reasonOf', { state })}
        disabled={isDisabled}
        value={code.value ?? ''}
        onChange={({ currentTarget: { value } }) => void (code.value = value === '' ? undefined : Number(value))}
      >
        <option value="">{say('agents.noReason')}</option>
        {reasonCodes[state].map((reason) => (
          <option key={reason} value={reason}>
            {say(`agents.reason.${reason}`)}
          </option>
        ))}
      </select>
    </span>
  );
};

interface ArrivalsProps {
  readonly race: Race | undefined;
  readonly isAsked: boolean;
  readonly untilMs: number;
}

/** Seven chips: when each transport brought the event. */
const Arrivals = ({ race, isAsked, untilMs }: ArrivalsProps) => {
  if (!race && !isAsked) return <p class="small">{say('agents.hint')}</p>;
  const delays = new Map<TransportId, number>(
    race ? finishOrder(race, untilMs).map(({ id, delayMs }) => [id, delayMs]) : [],
  );
  return (
    <>
      <p class={race?.event.type === 'agent-error' ? 'agent-refused' : 'small'}>{outcome(race)}</p>
      <ul class="arrivals">
        {ladderIds.map((id) => {
          const delayMs = delays.get(id);
          return (
            <li key={id} style={laneColour(id)} class={delayMs === undefined ? 'not-yet' : undefined} data-arrival={id}>
              <Badge id={id} />
              <span class="unseen">{say(`race.name.${id}`)}</span>
              {delayMs === undefined ? '…' : say('shell.milliseconds', { ms: formatMs(delayMs) })}
            </li>
          );
        })}
      </ul>
    </>
  );
};

const outcome = (race: Race | undefined): string => {
  if (race?.event.type === 'agent-error') return say('agents.refused', { error: race.event.errorType });
  if (race?.event.type === 'agent-state') return say('agents.arrived', { state: race.event.state });
  return say('agents.asked');
};
