// One lane: who it is and how it learns of an event, its track, and its counters.
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { Badge, laneColour } from './badge.tsx';
import { describeEvent } from './describe-event.ts';
import type { Lane, LaneStatus } from './lane.ts';
import type { LaneView, Live } from './live.ts';
import { wantsLessMotion } from './media.ts';
import { formatCount, formatDelay, say, type TextKey } from './text.ts';
import { LaneTrack } from './track.tsx';

/** A sign and a word for each status, so that colour is never alone. */
const statusTexts: Readonly<Record<LaneStatus, readonly [sign: string, word: TextKey]>> = {
  connecting: ['…', 'statusConnecting'],
  live: ['●', 'statusLive'],
  lost: ['↻', 'statusLost'],
  stopped: ['✕', 'statusStopped'],
};

/** A list item. */
export const LaneRow = ({ id, live }: { readonly id: TransportId; readonly live: Live }) => {
  const view = live.lanes.value[id];
  const { title, how } = describeTransport(id);
  const [sign, word] = statusTexts[view.lane.status];
  return (
    <li class="lane" style={laneColour(id)} data-transport={id}>
      <div class="lane-name">
        <Badge id={id} />
        <h3>{title}</h3>
        <p class={`status status-${view.lane.status}`} title={view.lane.why ?? undefined}>
          <span aria-hidden="true">{sign}</span> {say(word)}
        </p>
        <p class="how">{view.lane.why ?? how}</p>
      </div>
      <div class="lane-track">
        {wantsLessMotion.value ? null : <LaneTrack id={id} live={live} />}
        <p class="lane-last">{view.newest ? describeEvent(view.newest.event) : say('nothingYet')}</p>
      </div>
      <Figures view={view} />
    </li>
  );
};

const Figures = ({ view: { lane, requests, newest } }: { readonly view: LaneView }) => (
  <dl class="figures">
    <Figure name="behind" value={newest ? behindText(newest.behindMs) : '–'} isLarge />
    <Figure name="events" value={formatCount(lane.events)} />
    <Figure name="empty" value={formatCount(lane.empty)} />
    <Figure name="requests" value={formatCount(requests)} />
    <Figure name="reconnects" value={formatCount(lane.reconnects)} />
    <Figure name="missed" value={missedText(lane)} />
  </dl>
);

const Figure = (props: { readonly name: TextKey; readonly value: string; readonly isLarge?: boolean }) => (
  <div class={props.isLarge ? 'figure large' : 'figure'}>
    <dt>{say(props.name)}</dt>
    <dd>{props.value}</dd>
  </div>
);

/** `first`, or how far behind it. */
export const behindText = (behindMs: number | null): string => {
  if (behindMs === null) return '–';
  return behindMs === 0 ? say('first') : say('afterFirst', { ms: formatDelay(behindMs) });
};

const missedText = ({ missed, hasUnknownGap }: Lane): string =>
  hasUnknownGap ? say('unknownGap', { count: formatCount(missed) }) : formatCount(missed);
