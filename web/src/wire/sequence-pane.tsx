// The exchange as a sequence diagram, and the same as a table.
import { useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isTransportId } from '../../../servers/protocol/catalog.ts';
import type { WireMessage } from '../dissect/message.ts';
import { DataTable } from '../parts/data-table.tsx';
import { say, sayCount } from '../text/say.ts';
import type { PaneProps } from './exchange-detail.tsx';
import { directionText, gapText, sentenceOf, sinceText, sizeText } from './message-text.ts';
import { layOut, maximumArrows, sequenceWindow, type Arrow } from './sequence-layout.ts';
import { useWidth } from './use-width.ts';
import { cut } from './visible-text.ts';
import type { WireState } from './wire-state.ts';

/** What a letter takes, in pixels, at the size of the diagram's texts. */
const letterWidth = 7;

export const SequencePane = (props: PaneProps) => {
  const { exchange } = props.row;
  const rttMs = rttOf(props);
  const { messages } = exchange;
  const first = useSignal(beginning(props));
  const { shown, before, after } = sequenceWindow(messages, first.value);
  const layout = layOut(shown, rttMs);
  return (
    <div class="wire-sequence">
      <p class="small">{say('wire.slope', { ms: rttMs })}</p>
      {before + after > 0 && <Steps first={first} messages={messages} before={before} after={after} />}
      <div class="wire-scroll" tabIndex={0} role="group" aria-label={say('wire.pane.sequence')}>
        <Diagram state={props.state} messages={shown} layout={layout} startedMs={exchange.startedMs} />
      </div>
      <details>
        <summary>{say('wire.asTable')}</summary>
        <DataTable
          caption={say('wire.pane.sequence')}
          isCaptionHidden
          head={[say('wire.what'), say('wire.message'), say('wire.when'), say('wire.direction'), say('wire.bytes')]}
          rows={shown.map((message) => [
            <bdi>{sentenceOf(message)}</bdi>,
            message.number,
            sinceText(message.atMs - exchange.startedMs),
            directionText(message),
            sizeText(message),
          ])}
        />
      </details>
    </div>
  );
};

/** Where the diagram opens: at the newest messages, unless an earlier one was chosen. */
const beginning = ({ state, row }: PaneProps): number | null => {
  const chosen = state.message.peek();
  const { shown } = sequenceWindow(row.exchange.messages, null);
  return chosen === null || chosen >= (shown[0]?.number ?? 0) ? null : chosen;
};

interface StepsProps {
  readonly first: Signal<number | null>;
  readonly messages: readonly WireMessage[];
  readonly before: number;
  readonly after: number;
}

/** Through a long exchange: to its beginning, where a login stands, by so many messages, and to the newest ones. */
const Steps = ({ first, messages, before, after }: StepsProps) => {
  const go = (to: number) => (): void => void (first.value = messages[Math.max(0, to)]?.number ?? null);
  return (
    <p class="choices">
      <button type="button" aria-pressed={before === 0} onClick={go(0)}>
        {say('wire.fromStart')}
      </button>
      <button type="button" disabled={before === 0} onClick={go(before - maximumArrows)}>
        {sayCount('wire.earlier', before)}
      </button>
      <button type="button" disabled={after === 0} onClick={go(before + maximumArrows)}>
        {sayCount('wire.later', after)}
      </button>
      <button type="button" aria-pressed={first.value === null} onClick={() => void (first.value = null)}>
        {say('wire.fromEnd')}
      </button>
    </p>
  );
};

/** As it is set now; a message of before may have had another. */
const rttOf = ({ page, row }: PaneProps): number => {
  const room = page.room.value;
  const { transport } = row.exchange;
  if (!room) return 0;
  return room.settings.rttMs + (isTransportId(transport) ? room.faults[transport].extraRttMs : 0);
};

interface DiagramProps {
  readonly state: WireState;
  readonly messages: readonly WireMessage[];
  readonly layout: ReturnType<typeof layOut>;
  readonly startedMs: number;
}

const Diagram = ({ state, messages, layout, startedMs }: DiagramProps) => {
  const area = useRef<HTMLDivElement>(null);
  const width = useWidth(area);
  const edge = Math.min(90, Math.max(64, width * 0.12));
  const [left, right] = [edge, Math.max(edge + 40, width - 24)];
  const { height, arrows, gaps } = layout;
  return (
    <div ref={area} class="wire-diagram">
      <div class="wire-ends" aria-hidden="true">
        <span>{say('wire.client')}</span>
        <span>{say('wire.server')}</span>
      </div>
      <svg width={width} height={height} role="img" aria-label={sayCount('wire.diagram', arrows.length)}>
        <defs>
          <marker id="wire-head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 0 8 4 0 8z" class="wire-head" />
          </marker>
        </defs>
        <line x1={left} x2={left} y1="0" y2={height} class="wire-life" />
        <line x1={right} x2={right} y1="0" y2={height} class="wire-life" />
        {gaps.map(({ y, ms }) => (
          <text key={y} x={(left + right) / 2} y={y + 4} class="wire-gap">
            ⋮ {gapText(ms)}
          </text>
        ))}
        {arrows.map((arrow, index) => (
          <ArrowLine
            key={arrow.number}
            arrow={arrow}
            message={messages[index] as WireMessage}
            between={[left, right]}
            startedMs={startedMs}
            isChosen={state.message.value === arrow.number}
            onChoose={() => state.chooseMessage(arrow.number, 'bytes')}
          />
        ))}
      </svg>
    </div>
  );
};

interface ArrowProps {
  readonly arrow: Arrow;
  readonly message: WireMessage;
  readonly between: readonly [left: number, right: number];
  readonly startedMs: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

const ArrowLine = ({ arrow, message, between: [left, right], startedMs, isChosen, onChoose }: ArrowProps) => {
  const { clientY, serverY, direction } = arrow;
  const [from, to] = direction === 'up' ? [left, right] : [right, left];
  const [fromY, toY] = direction === 'up' ? [clientY, serverY] : [serverY, clientY];
  const room = Math.floor((right - left - 16) / letterWidth);
  const text = cut(`${sizeText(message)} · ${sentenceOf(message)}`, room);
  // The text lies along the arrow, or a steep one would cross it.
  const [middleX, middleY] = [(left + right) / 2, (clientY + serverY) / 2];
  const degrees = (Math.atan2(serverY - clientY, right - left) * 180) / Math.PI;
  return (
    <g class={`wire-message${isChosen ? ' chosen' : ''}`} onClick={onChoose}>
      <line x1={from} y1={fromY} x2={to} y2={toY} class="wire-shaft" marker-end="url(#wire-head)" />
      <text x={left - 6} y={clientY + 4} class="wire-tick">
        {sinceText(message.atMs - startedMs)}
      </text>
      <text x={middleX} y={middleY - 5} transform={`rotate(${degrees} ${middleX} ${middleY})`} class="wire-label">
        {text}
      </text>
    </g>
  );
};
