// The finish order of one event: the newest, or the last one that this page published.
import { ladderIds, type TransportId } from '../../../servers/protocol/catalog.ts';
import type { LabPage } from '../lab-page.ts';
import { Badge, laneColour } from '../parts/badge.tsx';
import { finishOrder, type Finish, type Race } from '../session/race-book.ts';
import { formatNumber, say } from '../text/say.ts';
import { describeEvent } from './describe-event.ts';
import { arrivedText } from './figure-texts.ts';
import { raceStateOf, type RaceChoice } from './race-state.ts';

/** A panel beside or below the lanes. */
export const FinishOrder = ({ page }: { readonly page: LabPage }) => {
  const { finish } = raceStateOf(page);
  const race = raceOf(page, finish.value);
  return (
    <section class="panel" aria-labelledby="finish-title">
      <div class="panel-head">
        <h2 id="finish-title">{say('race.finish')}</h2>
        <div class="choices" role="group" aria-label={say('race.finish.which')}>
          {(['newest', 'own'] as const).map((choice) => (
            <button
              key={choice}
              type="button"
              aria-pressed={finish.value === choice}
              onClick={() => void (finish.value = choice)}
            >
              {say(`race.finish.${choice}`)}
            </button>
          ))}
        </div>
      </div>
      {race ? (
        <Order race={race} untilMs={page.cursor.shownMs.value} />
      ) : (
        <p>{say(finish.value === 'own' ? 'race.finish.noOwn' : 'race.finish.none')}</p>
      )}
    </section>
  );
};

/** Lanes that are down would keep every race open. */
const raceOf = (page: LabPage, choice: RaceChoice): Race | undefined => {
  const { book, lanes } = page.session.value;
  const atMs = page.cursor.shownMs.value;
  if (choice === 'own') return book.newestOwn(atMs);
  return book.newestComplete(
    ladderIds.filter((id) => lanes[id].at(atMs).lane.status === 'live'),
    atMs,
  );
};

const Order = ({ race, untilMs }: { readonly race: Race; readonly untilMs: number }) => {
  const finishes = finishOrder(race, untilMs);
  const waiting = ladderIds.filter((id) => !finishes.some((finish) => finish.id === id));
  const longestMs = Math.max(1, finishes.at(-1)?.delayMs ?? 0);
  return (
    <>
      <p class="panel-event">{describeEvent(race.event)}</p>
      <ol class="places">
        {finishes.map((finish) => (
          <Place key={finish.id} finish={finish} longestMs={longestMs} />
        ))}
        {waiting.map((id) => (
          <Waiting key={id} id={id} />
        ))}
      </ol>
      <p class="small">{say(race.clickedAtMs === null ? 'race.finish.fromPublish' : 'race.finish.fromClick')}</p>
    </>
  );
};

const Place = ({
  finish: { id, place, delayMs },
  longestMs,
}: {
  readonly finish: Finish;
  readonly longestMs: number;
}) => (
  <li style={laneColour(id)} data-finish={id}>
    <span class="place">{formatNumber(place)}</span>
    <Badge id={id} />
    <span class="finish-name">{say(`race.name.${id}`)}</span>
    <span class="finish-delay">{arrivedText(delayMs)}</span>
    <span class="bar" aria-hidden="true" style={{ inlineSize: `${((100 * delayMs) / longestMs).toFixed(1)}%` }} />
  </li>
);

const Waiting = ({ id }: { readonly id: TransportId }) => (
  <li class="not-yet">
    <span class="place" aria-hidden="true">
      –
    </span>
    <Badge id={id} />
    <span class="finish-name">{say(`race.name.${id}`)}</span>
    <span class="finish-delay">{say('race.notYet')}</span>
  </li>
);
