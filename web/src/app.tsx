// The page: what it is, the live lanes, the newest measured run, and what its figures mean.
import { useEffect } from 'preact/hooks';
import { ladderIds } from '../../servers/protocol/catalog.ts';
import { Controls } from './controls.tsx';
import { FinishOrder } from './finish-order.tsx';
import { FigureHeads, LaneRow } from './lane-row.tsx';
import { trackMs, type Live } from './live.ts';
import { wantsLessMotion } from './media.ts';
import type { TabLock } from './one-tab.ts';
import { RecentEvents } from './recent-events.tsx';
import { RunSection } from './run-section.tsx';
import { say } from './text.ts';

/** The connections are open while it is this tab's turn. */
export const App = ({ live, tab }: { readonly live: Live; readonly tab: TabLock }) => {
  const turn = tab.turn.value;
  useEffect(() => {
    if (turn !== 'following') return undefined;
    live.start();
    return () => live.stop();
  }, [live, turn]);
  return (
    <>
      <header>
        <h1>{say('title')}</h1>
        <p>{say('tagline')}</p>
        <Controls live={live} isFollowing={turn === 'following'} />
        {turn === 'waiting' && <Waiting tab={tab} />}
      </header>
      <main>
        <div class="live">
          <Lanes live={live} />
          <FinishOrder live={live} />
        </div>
        <RecentEvents live={live} />
        <RunSection />
      </main>
      <footer>
        <section>
          <h2>{say('tab')}</h2>
          <p>{say('tabWhy')}</p>
        </section>
        <section>
          <h2>{say('measuring')}</h2>
          <p>{say('measuringWhy')}</p>
        </section>
      </footer>
    </>
  );
};

const Waiting = ({ tab }: { readonly tab: TabLock }) => (
  <p class="warning">
    {say('tabWaiting')}{' '}
    <button type="button" onClick={() => tab.takeOver()}>
      {say('tabTakeOver')}
    </button>
  </p>
);

const Lanes = ({ live }: { readonly live: Live }) => (
  <section class="lanes" aria-labelledby="lanes-title">
    <div class="lanes-top">
      <h2 id="lanes-title">{say('live')}</h2>
      <FigureHeads />
    </div>
    <ul>
      {ladderIds.map((id) => (
        <LaneRow key={id} id={id} live={live} />
      ))}
    </ul>
    {wantsLessMotion.value ? null : (
      <p class="axis" aria-hidden="true">
        <span>{say('axisPast', { seconds: trackMs / 1000 })}</span>
        <span>{say('axisNow')}</span>
      </p>
    )}
    <p class="small">{say(wantsLessMotion.value ? 'liveHowStill' : 'liveHow')}</p>
  </section>
);
