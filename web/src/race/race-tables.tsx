// The race as tables: the figures of all lanes, and the last events, transport by transport. What the tracks show, in figures.
import { ladderIds } from '../../../servers/protocol/catalog.ts';
import type { LabPage } from '../lab-page.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable } from '../parts/data-table.tsx';
import type { Race } from '../session/race-book.ts';
import { formatMs, say } from '../text/say.ts';
import { FaultChips, FaultMenu } from '../faults/fault-menu.tsx';
import { ViewButtons } from './controls.tsx';
import { describeEvent } from './describe-event.ts';
import { arrivedText, tableTexts } from './figure-texts.ts';
import { figuresOf } from './lane-figures.ts';
import type { LastEvents } from './last-events.ts';
import { Status } from './status.tsx';

interface TablesProps {
  readonly page: LabPage;
  readonly last: LastEvents;
}

/** Events in the table. */
const recentCount = 12;

/** Never live regions: they change several times a second. */
export const RaceTables = ({ page, last }: TablesProps) => (
  <div class="race-tables">
    <ViewButtons page={page} />
    <FiguresTable page={page} last={last} />
    <div class="faults-row" role="group" aria-label={say('faults.title')}>
      {ladderIds.map((id) => (
        <FaultMenu key={id} page={page} id={id} isNamed />
      ))}
    </div>
    <RecentEvents page={page} />
  </div>
);

const FiguresTable = ({ page, last }: TablesProps) => {
  const atMs = page.cursor.shownMs.value;
  const { lanes } = page.session.value;
  const rows = ladderIds.map((id) => {
    const figures = figuresOf(id, lanes[id], atMs);
    const event = last[id];
    return [
      <span class="row-name">
        <Badge id={id} /> {say(`race.name.${id}`)}
      </span>,
      <span class="cell-status">
        <Status snapshot={lanes[id].at(atMs)} />
        <FaultChips page={page} id={id} />
      </span>,
      ...tableTexts.map(({ text }) => text(figures)),
      event ? arrivedText(event.delayMs) : '–',
    ];
  });
  const head = ['race.transport', 'race.status', ...tableTexts.map(({ name }) => name), 'race.last'] as const;
  return <DataTable caption={say('race.tableCaption')} head={head.map((name) => say(name))} rows={rows} />;
};

const RecentEvents = ({ page }: { readonly page: LabPage }) => {
  const atMs = page.cursor.shownMs.value;
  const races = page.session.value.book.races.filter(({ firstAtMs }) => firstAtMs <= atMs).slice(-recentCount);
  return (
    <div class="scroll recent" tabIndex={0} role="group" aria-label={say('race.recent')}>
      <table>
        <caption>
          <span>{say('race.recentCaption')}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{say('race.event')}</th>
            {ladderIds.map((id) => (
              <th scope="col" class="number" key={id}>
                <Badge id={id} />
                <span class="column-title">{say(`race.name.${id}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {races.toReversed().map((race) => (
            <Row key={race.cursor} race={race} untilMs={atMs} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Row = ({ race, untilMs }: { readonly race: Race; readonly untilMs: number }) => (
  <tr class={race.clickedAtMs === null ? undefined : 'own'} data-cursor={race.cursor}>
    <th scope="row">
      {race.clickedAtMs === null ? null : <span class="chip">{say('race.own')}</span>}
      {describeEvent(race.event)}
    </th>
    {ladderIds.map((id) => {
      const atMs = race.arrivals.get(id);
      if (atMs !== undefined && atMs <= untilMs) {
        return (
          <td class={atMs === race.firstAtMs ? 'number first' : 'number'} key={id} data-transport={id}>
            {formatMs(Math.max(0, atMs - race.publishedMs))}
          </td>
        );
      }
      return (
        <td class="number not-yet" key={id}>
          <span aria-hidden="true">·</span>
          <span class="unseen">{say('race.notYet')}</span>
        </td>
      );
    })}
  </tr>
);
