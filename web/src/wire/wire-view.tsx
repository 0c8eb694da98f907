// The wire view: every request and every frame with all of its bytes, as the tap on the server saw them.
import { effect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { LabPage } from '../lab-page.ts';
import { say } from '../text/say.ts';
import { followSpanTexts } from '../text/span-texts.ts';
import type { ViewProps } from '../views.ts';
import { ExchangeDetail } from './exchange-detail.tsx';
import { ExchangeList } from './exchange-list.tsx';
import { WireLog } from './wire-log.ts';
import { wireStateOf, type WireState } from './wire-state.ts';

export const WireView = ({ page }: ViewProps) => {
  const state = wireStateOf(page);
  const session = page.session.value;
  const log = useMemo(() => new WireLog(session.wire, () => performance.now()), [session]);
  useEffect(followSpanTexts, []);
  useEffect(() => watch(page, state), [page]);
  useEffect(() => pump(page, log), [log]);
  return (
    <div class="wire">
      <div class="wire-top">
        <h1>{say('wire.title')}</h1>
        <p class="small">{say('wire.lead')}</p>
      </div>
      <ExchangeList page={page} state={state} log={log} />
      <ExchangeDetail page={page} state={state} log={log} />
    </div>
  );
};

/** What every part of the view is given. */
export interface WireProps {
  readonly page: LabPage;
  readonly state: WireState;
  readonly log: WireLog;
}

/** Bytes are sent while somebody looks at them. @returns what ends it */
const watch = (page: LabPage, state: WireState): (() => void) => {
  const stop = effect(() => {
    const wanted = state.only.length > 0 ? state.only : page.session.value.raced;
    page.watched.value = page.isReplay.value ? [] : wanted;
  });
  return () => {
    stop();
    page.watched.value = [];
  };
};

/** Takes captures apart, a portion a frame. @returns what ends it */
const pump = (page: LabPage, log: WireLog): (() => void) => {
  let frame = requestAnimationFrame(function next(): void {
    const isLive = page.cursor.mode.peek() === 'live';
    log.advance(isLive ? Number.POSITIVE_INFINITY : page.cursor.shownMs.peek());
    frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
};
