// The controls: publish, pause, poll interval, and their keys.
import type { TargetedMouseEvent } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Live } from './live.ts';
import { say } from './text.ts';

const intervalsMs = [250, 500, 1000, 2000, 5000];

/** Native elements only; Space and Enter work from anywhere outside of them. */
export const Controls = ({ live, isFollowing }: { readonly live: Live; readonly isFollowing: boolean }) => {
  useEffect(() => listenToKeys(live, isFollowing), [live, isFollowing]);
  const isPaused = live.isPaused.value;
  return (
    <div class="controls">
      <button type="button" class="primary" disabled={!isFollowing} onClick={byPointer(() => void live.publish())}>
        {say('publish')} <kbd aria-hidden="true">{say('publishKey')}</kbd>
      </button>
      <button type="button" disabled={!isFollowing} onClick={byPointer(() => live.togglePause())}>
        <span class="pause-sign" aria-hidden="true">
          {isPaused ? '▶' : '❚❚'}
        </span>{' '}
        {say(isPaused ? 'resume' : 'pause')} <kbd aria-hidden="true">{say('pauseKey')}</kbd>
      </button>
      <label>
        {say('pollInterval')}{' '}
        <select
          value={live.pollIntervalMs.value}
          onChange={(event) => live.setPollInterval(Number(event.currentTarget.value))}
        >
          {intervalsMs.map((ms) => (
            <option key={ms} value={ms}>
              {ms < 1000 ? say('milliseconds', { ms }) : say('seconds', { seconds: ms / 1000 })}
            </option>
          ))}
        </select>
      </label>
      <p role="status" class="notice">
        {isPaused ? say('paused') : live.notice.value}
      </p>
    </div>
  );
};

/** A button that was clicked with a pointer gives the focus back, or Space would press it again instead of pausing. */
const byPointer =
  (action: () => void) =>
  (event: TargetedMouseEvent<HTMLButtonElement>): void => {
    if (event.detail > 0) event.currentTarget.blur();
    action();
  };

/** Elements with a use of their own for these keys. */
const interactive = 'a, button, select, input, textarea, summary, [tabindex]';

const listenToKeys = (live: Live, isFollowing: boolean): (() => void) => {
  const press = (event: KeyboardEvent): void => {
    const isElsewhere = event.target instanceof Element && event.target.closest(interactive) !== null;
    if (!isFollowing || isElsewhere || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Enter') void live.publish();
    else if (event.key === ' ') {
      // Space would scroll the page.
      event.preventDefault();
      live.togglePause();
    }
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
};
