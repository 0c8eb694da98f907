// The exchange as a stream of messages, live: pings, comments, chunk sizes and masks included.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { WireMessage } from '../dissect/message.ts';
import { language, say, sayCount } from '../text/say.ts';
import { spanTexts } from '../text/span-texts.ts';
import type { PaneProps } from './exchange-detail.tsx';
import { directionText, sentenceOf, sinceText, sizeText } from './message-text.ts';
import { streamWindow, stepMessages } from './stream-window.ts';
import { cut, visibleText } from './visible-text.ts';
import type { WireState } from './wire-state.ts';

/** Characters of a content that stand in the stream; all of them stand in the bytes. */
const maximumContent = 600;
/** Distance from the end, in pixels, that still counts as the end. */
const endTolerance = 8;

export const FollowStream = ({ state, row: { exchange } }: PaneProps) => {
  const area = useRef<HTMLDivElement>(null);
  const first = useSignal<number | null>(null);
  const { messages, before, after } = streamWindow(exchange.messages, first.value);
  useLayoutEffect(() => {
    if (first.value === null && area.current) area.current.scrollTop = area.current.scrollHeight;
  });
  const scrolled = (): void => {
    const { current } = area;
    if (!current) return;
    const isAtEnd = current.scrollHeight - current.scrollTop - current.clientHeight <= endTolerance;
    if (isAtEnd && after === 0) first.value = null;
    else first.value ??= messages[0]?.number ?? null;
  };
  return (
    <div class="wire-stream-area">
      <div class="wire-bar">
        <p class="small">{sayCount('wire.messages', exchange.messages.length)}</p>
        <button type="button" aria-pressed={first.value === null} onClick={() => void (first.value = null)}>
          {say('wire.toNewest')}
        </button>
      </div>
      <div
        class="wire-scroll"
        ref={area}
        tabIndex={0}
        role="group"
        aria-label={say('wire.pane.stream')}
        onScroll={scrolled}
      >
        {before > 0 && (
          <button type="button" onClick={() => void (first.value = earlier(exchange.messages, messages[0]))}>
            {sayCount('wire.earlier', before)}
          </button>
        )}
        <ol class="wire-stream">
          {messages.map((message) => (
            <Line key={message.number} state={state} message={message} startedMs={exchange.startedMs} />
          ))}
        </ol>
        {after > 0 && (
          <button type="button" onClick={() => void (first.value = messages.at(-1)?.number ?? null)}>
            {sayCount('wire.later', after)}
          </button>
        )}
      </div>
    </div>
  );
};

const earlier = (all: readonly WireMessage[], from: WireMessage | undefined): number | null => {
  const at = all.findIndex(({ number }) => number === from?.number);
  return all[Math.max(0, at - stepMessages)]?.number ?? null;
};

interface LineProps {
  readonly state: WireState;
  readonly message: WireMessage;
  readonly startedMs: number;
}

/** A message that has ended never changes: it is drawn once in every language. */
const Line = (props: LineProps) => {
  const { message, state } = props;
  const isChosen = state.message.value === message.number;
  return useMemo(
    () => <Drawn {...props} isChosen={isChosen} />,
    [message, message.end, message.isOpen, isChosen, language.value, spanTexts.value],
  );
};

const Drawn = ({ state, message, startedMs, isChosen }: LineProps & { readonly isChosen: boolean }) => {
  const { direction, stanza } = message;
  return (
    <li class={`wire-line wire-${direction}${isChosen ? ' chosen' : ''}`}>
      <span class="wire-when">{sinceText(message.atMs - startedMs)}</span>
      <span class="wire-arrow" role="img" aria-label={directionText(message)}>
        {direction === 'up' ? '↑' : '↓'}
      </span>
      <span class="wire-bytes">{sizeText(message)}</span>
      <button
        type="button"
        class="wire-what"
        aria-pressed={isChosen}
        title={say('wire.toBytes')}
        onClick={() => state.chooseMessage(message.number, 'bytes')}
      >
        <bdi>{sentenceOf(message)}</bdi>
        {message.isOpen && <span class="small"> {say('wire.goesOn')}</span>}
      </button>
      {stanza !== undefined && <Content text={stanza} />}
    </li>
  );
};

const Content = ({ text }: { readonly text: string }) => (
  <pre class="wire-content" dir="ltr">
    {cut(visibleText(text.slice(0, maximumContent)), maximumContent)}
    {text.length > maximumContent && (
      <span class="small"> {sayCount('wire.moreText', text.length - maximumContent)}</span>
    )}
  </pre>
);
