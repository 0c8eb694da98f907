// The last events as a table: one row an event, one column a transport. What the tracks show, in figures.
import { describeTransport, ladderIds, type TransportId } from '../../servers/protocol/catalog.ts';
import { Badge } from './badge.tsx';
import { describeEvent } from './describe-event.ts';
import type { Live } from './live.ts';
import { behindFirstMs, type Race } from './race.ts';
import { formatDelay, say } from './text.ts';

/** Never a live region: it changes several times a second. */
export const RecentEvents = ({ live }: { readonly live: Live }) => (
  <section class="recent" aria-labelledby="recent-title">
    <h2 id="recent-title">{say('recent')}</h2>
    <div class="scroll" tabIndex={0} role="region" aria-labelledby="recent-title">
      <table>
        <caption>
          <span>{say('recentCaption')}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{say('recentEvent')}</th>
            {ladderIds.map((id) => (
              <th scope="col" class="number" key={id}>
                <Badge id={id} />
                <span class="unseen">{describeTransport(id).title}</span>
                <span class="column-title" aria-hidden="true">
                  {describeTransport(id).title}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {live.recent.value.map((race) => (
            <Row key={race.cursor} race={race} />
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

const Row = ({ race }: { readonly race: Race }) => (
  <tr class={race.clickedAtMs === null ? undefined : 'own'} data-cursor={race.cursor}>
    <th scope="row">
      {race.clickedAtMs === null ? null : <span class="chip">{say('recentOwn')}</span>}
      {describeEvent(race.event)}
    </th>
    {ladderIds.map((id) => (
      <Cell key={id} race={race} id={id} />
    ))}
  </tr>
);

const Cell = ({ race, id }: { readonly race: Race; readonly id: TransportId }) => {
  const behindMs = behindFirstMs(race, id);
  if (behindMs !== null) {
    return (
      <td class={behindMs === 0 ? 'number first' : 'number'} data-transport={id}>
        {behindMs === 0 ? say('first') : say('later', { delay: formatDelay(behindMs) })}
      </td>
    );
  }
  return (
    <td class="number not-yet">
      <span aria-hidden="true">·</span>
      <span class="unseen">{say('recentNotYet')}</span>
    </td>
  );
};
