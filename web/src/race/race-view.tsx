// The race view: seven tracks or two tables, what is done to them, the finish order, and an agent's desk.
import { useMemo, useRef } from 'preact/hooks';
import { ladderIds } from '../../../servers/protocol/catalog.ts';
import { AgentPanel } from '../agents/agent-panel.tsx';
import type { LabPage } from '../lab-page.ts';
import { wantsLessMotion } from '../parts/media.ts';
import { finishOrder } from '../session/race-book.ts';
import { formatMs, say } from '../text/say.ts';
import type { ViewProps } from '../views.ts';
import { Controls } from './controls.tsx';
import { FinishOrder } from './finish-order.tsx';
import { LaneHeads, LaneRow } from './lane-row.tsx';
import { lastEvents, type LastEvents } from './last-events.ts';
import { Legend } from './legend.tsx';
import { raceStateOf } from './race-state.ts';
import { RaceTables } from './race-tables.tsx';
import { TrackLoop } from './track-loop.ts';

export const RaceView = ({ page }: ViewProps) => {
  const { isTable } = raceStateOf(page);
  const last = lastEvents(page.session.value.book.races, ladderIds, page.cursor.shownMs.value);
  return (
    <div class="race">
      <div class="race-head">
        <h1>{say('race.title')}</h1>
        <Controls page={page} />
      </div>
      <div class={isTable.value ? 'race-body is-table' : 'race-body'}>
        {isTable.value ? <RaceTables page={page} last={last} /> : <Tracks page={page} last={last} />}
        <div class="race-side">
          <FinishOrder page={page} />
          <AgentPanel page={page} />
        </div>
      </div>
      <Announcement page={page} />
    </div>
  );
};

const Tracks = ({ page, last }: { readonly page: LabPage; readonly last: LastEvents }) => {
  const loop = useMemo(() => new TrackLoop(page), [page]);
  const pages = page.room.value?.pages ?? 1;
  return (
    <section class="tracks" aria-label={say('race.tracks')}>
      {wantsLessMotion.value && <p class="small">{say('race.still')}</p>}
      <LaneHeads page={page} />
      <ul>
        {ladderIds.map((id) => (
          <LaneRow key={id} page={page} id={id} loop={loop} last={last[id]} />
        ))}
      </ul>
      <p class="small">{say('race.bytesAre')}</p>
      {pages > 1 && <p class="small">{say('race.shared', { pages })}</p>}
      <Legend />
    </section>
  );
};

/** Least time between two sentences for a screen reader. */
const announceIntervalMs = 5000;

/** Says when all lanes have what this page published; what else happens is nobody's to be told. */
const Announcement = ({ page }: { readonly page: LabPage }) => {
  const told = useRef({ cursor: '', text: '', atMs: Number.NEGATIVE_INFINITY });
  const atMs = page.cursor.shownMs.value;
  const own = page.isReplay.value ? undefined : page.session.value.book.newestOwn(atMs);
  const finishes = own ? finishOrder(own, atMs) : [];
  const last = finishes.at(-1);
  if (own && last && finishes.length === ladderIds.length && own.cursor !== told.current.cursor) {
    if (performance.now() - told.current.atMs > announceIntervalMs) {
      const text = say('race.everywhere', { name: say(`race.name.${last.id}`), ms: formatMs(last.delayMs) });
      told.current = { cursor: own.cursor, text, atMs: performance.now() };
    }
  }
  return (
    <p role="status" class="unseen">
      {told.current.text}
    </p>
  );
};
