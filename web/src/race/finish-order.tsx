// The finish order of one event: the newest, or the last one this page published.
import { describeTransport, ladderIds, type TransportId } from '../../servers/protocol/catalog.ts';
import { Badge, laneColour } from './badge.tsx';
import { describeEvent } from './describe-event.ts';
import type { Live, RaceChoice } from './live.ts';
import { finishOrder, type Finish, type Race } from './race.ts';
import { formatDelay, say } from './text.ts';

/** A panel beside the lanes. */
export const FinishOrder = ({ live }: { readonly live: Live }) => {
  const race = live.shown.value;
  return (
    <section class="finish" aria-labelledby="finish-title">
      <h2 id="finish-title">{say('finish')}</h2>
      <div class="choices" role="group" aria-label={say('finishShow')}>
        <Choice live={live} choice="newest" />
        <Choice live={live} choice="own" />
      </div>
      {race ? <Order race={race} /> : <p>{say(live.choice.value === 'own' ? 'finishNoOwn' : 'finishNone')}</p>}
    </section>
  );
};

const Choice = ({ live, choice }: { readonly live: Live; readonly choice: RaceChoice }) => (
  <button type="button" aria-pressed={live.choice.value === choice} onClick={() => live.choose(choice)}>
    {say(choice === 'own' ? 'finishOwn' : 'finishNewest')}
  </button>
);

const Order = ({ race }: { readonly race: Race }) => {
  const finishes = finishOrder(race);
  const waiting = ladderIds.filter((id) => !race.arrivals.has(id));
  const longestMs = Math.max(1, finishes.at(-1)?.delayMs ?? 0);
  return (
    <>
      <p class="finish-event">{describeEvent(race.event)}</p>
      <ol class="places">
        {finishes.map((finish) => (
          <Place key={finish.id} finish={finish} longestMs={longestMs} isOwn={race.clickedAtMs !== null} />
        ))}
        {waiting.map((id) => (
          <Waiting key={id} id={id} />
        ))}
      </ol>
      <p class="small">{say(race.clickedAtMs === null ? 'finishFromFirst' : 'finishFromClick')}</p>
    </>
  );
};

interface PlaceProps {
  readonly finish: Finish;
  readonly longestMs: number;
  readonly isOwn: boolean;
}

const Place = ({ finish: { id, place, delayMs }, longestMs, isOwn }: PlaceProps) => (
  <li style={laneColour(id)} data-finish={id}>
    <span class="place">{say('placeOf', { place })}</span>
    <Badge id={id} />
    <span class="finish-name">{describeTransport(id).title}</span>
    <span class="finish-delay">
      {isOwn || delayMs > 0 ? say(isOwn ? 'milliseconds' : 'afterFirst', { ms: formatDelay(delayMs) }) : say('first')}
    </span>
    <span class="bar" aria-hidden="true" style={`inline-size: ${((100 * delayMs) / longestMs).toFixed(1)}%`} />
  </li>
);

const Waiting = ({ id }: { readonly id: TransportId }) => (
  <li class="waiting">
    <span class="place" aria-hidden="true" />
    <Badge id={id} />
    <span class="finish-name">{describeTransport(id).title}</span>
    <span class="finish-delay">{say('finishWaiting')}</span>
  </li>
);
