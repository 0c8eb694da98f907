// The bottom bar: the time cursor, its speed, and whether what is shown is live or how far behind.
import { useId } from 'preact/hooks';
import type { LabPage } from '../lab-page.ts';
import { speeds } from '../session/time-cursor.ts';
import { formatNumber, formatSpan, say } from '../text/say.ts';

export const TimeBar = ({ page }: { readonly page: LabPage }) => {
  const { cursor } = page;
  const shownMs = cursor.shownMs.value;
  const session = page.session.value;
  const newestMs = session.endMs ?? Math.max(shownMs, page.source.nowMs());
  const { oldestMs } = session;
  const spanMs = Math.max(1000, newestMs - oldestMs);
  const behind = say('shell.timeOf', { ago: formatSpan(newestMs - shownMs), span: formatSpan(spanMs) });
  return (
    <section class="time" aria-label={say('shell.time')}>
      <input
        type="range"
        aria-label={say('shell.timeCursor')}
        aria-valuetext={cursor.mode.value === 'live' ? say('shell.isLive') : behind}
        min={0}
        max={spanMs}
        step="any"
        value={cursor.mode.value === 'live' ? spanMs : shownMs - oldestMs}
        onInput={(event) => cursor.seek(oldestMs + event.currentTarget.valueAsNumber)}
      />
      <SpeedChoice page={page} />
      <span class="time-state">{stateText(page, newestMs - shownMs)}</span>
      {!page.isReplay.value && (
        <button type="button" disabled={cursor.mode.value === 'live'} onClick={() => cursor.goLive()}>
          {say('shell.goLive')}
        </button>
      )}
    </section>
  );
};

const stateText = (page: LabPage, behindMs: number): string => {
  const ago = formatSpan(behindMs);
  switch (page.cursor.mode.value) {
    case 'live':
      return `● ${say('shell.isLive')}`;
    case 'playing':
      return say('shell.behind', { ago });
    case 'paused':
      return page.isReplay.value && behindMs < 1 ? say('shell.ended') : say('shell.paused', { ago });
  }
};

const SpeedChoice = ({ page }: { readonly page: LabPage }) => {
  const id = useId();
  return (
    <span class="field">
      <label for={id}>{say('shell.speed')}</label>
      <select
        id={id}
        value={page.cursor.speed.value}
        onChange={(event) => page.cursor.setSpeed(Number(event.currentTarget.value))}
      >
        {speeds.map((speed) => (
          <option key={speed} value={speed}>
            {formatNumber(speed, speed < 1 ? 2 : 0)} ×
          </option>
        ))}
      </select>
    </span>
  );
};
