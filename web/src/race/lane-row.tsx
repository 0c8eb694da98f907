// One lane: who it is and how it learns of an event, its track, and its figures.
import { useEffect, useRef } from 'preact/hooks';
import type { TransportId } from '../../../servers/protocol/catalog.ts';
import { FaultChips, FaultMenu } from '../faults/fault-menu.tsx';
import type { LabPage } from '../lab-page.ts';
import { Badge, laneColour } from '../parts/badge.tsx';
import { wantsLessMotion } from '../parts/media.ts';
import { say } from '../text/say.ts';
import { ViewButtons } from './controls.tsx';
import { describeEvent } from './describe-event.ts';
import { arrivedText, figureTexts } from './figure-texts.ts';
import { figuresOf } from './lane-figures.ts';
import type { LastEvent } from './last-events.ts';
import { reasonText } from './reasons.ts';
import { Status } from './status.tsx';
import type { TrackLoop } from './track-loop.ts';

interface LaneRowProps {
  readonly page: LabPage;
  readonly id: TransportId;
  readonly loop: TrackLoop;
  readonly last: LastEvent | undefined;
}

/** A list item. */
export const LaneRow = ({ page, id, loop, last }: LaneRowProps) => {
  const history = page.session.value.lanes[id];
  const atMs = page.cursor.shownMs.value;
  const snapshot = history.at(atMs);
  const figures = figuresOf(id, history, atMs);
  return (
    <li
      class="lane"
      style={laneColour(id)}
      data-transport={id}
      data-events={snapshot.lane.events}
      data-missed={snapshot.lane.missed}
    >
      <div class="lane-name">
        <Badge id={id} />
        <h2>{say(`race.name.${id}`)}</h2>
        <p class="how">{say(`race.how.${id}`)}</p>
      </div>
      <div class="lane-track">
        {wantsLessMotion.value ? null : <Track id={id} loop={loop} />}
        <div class="lane-line">
          <Status snapshot={snapshot} />
          <FaultMenu page={page} id={id} />
          <span class="lane-chips">
            <FaultChips page={page} id={id} />
          </span>
          <LastText last={last} why={snapshot.lane.status === 'live' ? null : snapshot.lane.why} />
        </div>
      </div>
      <dl class="figures">
        {figureTexts.map(({ name, text }) => (
          <div key={name}>
            <dt>{say(name)}</dt>
            <dd>{text(figures)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
};

/** Decorative for those who do not see it: the same stands in the table. */
const Track = ({ id, loop }: { readonly id: TransportId; readonly loop: TrackLoop }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? loop.add(id, canvas.current) : undefined), [id, loop]);
  return <canvas ref={canvas} role="img" aria-label={say('race.track', { name: say(`race.name.${id}`) })} />;
};

/** What the lane had last, or why it has nothing. */
const LastText = ({ last, why }: { readonly last: LastEvent | undefined; readonly why: string | null }) => {
  const text = last ? describeEvent(last.race.event) : say('race.nothingYet');
  return (
    <span class="lane-last" title={why ?? text}>
      <span>{why === null ? text : reasonText(why)}</span>
      {why === null && last && <b>{arrivedText(last.delayMs)}</b>}
    </span>
  );
};

/** The names of the figures above their columns, where the lanes are wide enough; each lane has them for itself, too. */
export const LaneHeads = ({ page }: { readonly page: LabPage }) => (
  <div class="lane-heads">
    <ViewButtons page={page} />
    {!wantsLessMotion.value && (
      <p class="axis" aria-hidden="true">
        <span>{say('race.axis.server')}</span>
        <span>{say('race.axis.way')}</span>
        <span>{say('race.axis.client')}</span>
      </p>
    )}
    <p class="figure-heads" aria-hidden="true">
      {figureTexts.map(({ name }) => (
        <span key={name}>{say(name)}</span>
      ))}
    </p>
  </div>
);
