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
const statusTexts: Readonly<Record<LaneStatus | 'idle', readonly [sign: string, word: TextKey]>> = {
  idle: ['○', 'statusIdle'],
  connecting: ['…', 'statusConnecting'],
  live: ['●', 'statusLive'],
  lost: ['↻', 'statusLost'],
  stopped: ['✕', 'statusStopped'],
};

/** A list item. */
export const LaneRow = ({ id, live }: { readonly id: TransportId; readonly live: Live }) => {
  const view = live.lanes.value[id];
  const { title, how } = describeTransport(id);
  const status = live.isFollowing.value ? view.lane.status : 'idle';
  const [sign, word] = statusTexts[status];
  return (
    <li class="lane" style={laneColour(id)} data-transport={id}>
      <div class="lane-name">
        <Badge id={id} />
        <h3>{title}</h3>
        <p class={`status status-${status}`} title={view.lane.why ?? undefined}>
          <span aria-hidden="true">{sign}</span> {say(word)}
        </p>
      </div>
      <div class="lane-track">
        {wantsLessMotion.value ? <Newest view={view} /> : <LaneTrack id={id} live={live} />}
        <p class="how">{view.lane.why ?? how}</p>
      </div>
      <Figures view={view} />
    </li>
  );
};

/** What stands where nothing may move. */
const Newest = ({ view: { newest } }: { readonly view: LaneView }) => (
  <p class="lane-last">{newest ? describeEvent(newest.event) : say('nothingYet')}</p>
);

/** The names of the figures above their columns, where the lanes are wide enough for columns; each lane has them, too. */
export const FigureHeads = () => (
  <div class="lane-head small" aria-hidden="true">
    {figureNames.map((name) => (
      <span key={name}>{say(name)}</span>
    ))}
  </div>
);

const figureNames = ['behind', 'events', 'empty', 'requests', 'losses'] as const satisfies readonly TextKey[];

const Figures = ({ view }: { readonly view: LaneView }) => (
  <dl class="figures">
    {figureNames.map((name) => (
      <div class={`figure figure-${name}`} key={name}>
        <dt>{say(name)}</dt>
        <dd>{figureText[name](view)}</dd>
      </div>
    ))}
  </dl>
);

const figureText: Readonly<Record<(typeof figureNames)[number], (view: LaneView) => string>> = {
  behind: ({ newest }) => behindText(newest?.behindMs ?? null),
  events: ({ lane }) => formatCount(lane.events),
  empty: ({ lane }) => formatCount(lane.empty),
  requests: ({ requests }) => formatCount(requests),
  losses: ({ lane }) => `${formatCount(lane.reconnects)} / ${missedText(lane)}`,
};

/** `first`, or how far behind it. */
const behindText = (behindMs: number | null): string => {
  if (behindMs === null) return '–';
  return behindMs === 0 ? say('first') : say('afterFirst', { ms: formatDelay(behindMs) });
};

const missedText = ({ missed, hasUnknownGap }: Lane): string =>
  hasUnknownGap ? say('unknownGap', { count: formatCount(missed) }) : formatCount(missed);
