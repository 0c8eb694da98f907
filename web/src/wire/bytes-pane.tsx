// One message's bytes: a tree of spans, a dump in hexadecimal and text, and what the chosen span means.
import { useMemo } from 'preact/hooks';
import { saveFile } from '../parts/save-file.ts';
import { formatNumber, say, sayCount } from '../text/say.ts';
import { spanTexts } from '../text/span-texts.ts';
import type { WireMessage } from '../dissect/message.ts';
import type { Span } from '../dissect/span.ts';
import type { PaneProps } from './exchange-detail.tsx';
import { HexDump } from './hex-dump.tsx';
import { hexOffset } from './hex-rows.ts';
import { directionText, sentenceOf, sinceText } from './message-text.ts';
import { findRange, rangeOf, spanAt, type SpanPath } from './span-path.ts';
import { SpanTree } from './span-tree.tsx';
import { visibleLine } from './visible-text.ts';

export const BytesPane = (props: PaneProps) => {
  const { messages } = props.row.exchange;
  const number = props.state.message.value;
  const message = messages.find((one) => one.number === number) ?? messages[0];
  if (!message) return <p class="wire-hint">{say('wire.noMessages')}</p>;
  return (
    <div class="wire-bytes-pane">
      <MessageBar {...props} message={message} isMissing={number !== null && message.number !== number} />
      <MessageBytes key={message.number} {...props} message={message} />
    </div>
  );
};

interface MessageProps extends PaneProps {
  readonly message: WireMessage;
}

/** Which message it is, and the ones beside it. */
const MessageBar = ({ state, row, message, isMissing }: MessageProps & { readonly isMissing: boolean }) => {
  const { exchange } = row;
  const at = exchange.messages.indexOf(message);
  const step = (by: number) => (): void => state.chooseMessage(exchange.messages[at + by]?.number ?? message.number);
  return (
    <div class="wire-bar">
      <button type="button" disabled={at <= 0} onClick={step(-1)}>
        <span aria-hidden="true">‹</span> {say('wire.previous')}
      </button>
      <button type="button" disabled={at >= exchange.messages.length - 1} onClick={step(1)}>
        {say('wire.next')} <span aria-hidden="true">›</span>
      </button>
      <p class="wire-message-name">
        {isMissing && <span class="small">{say('wire.messageMissing')} </span>}
        <span class="small">
          {directionText(message)}, {sinceText(message.atMs - exchange.startedMs)}:
        </span>{' '}
        <bdi>{sentenceOf(message)}</bdi>
      </p>
      <button type="button" onClick={() => saveMessage(row, message)}>
        <span aria-hidden="true">⤓</span> {say('wire.save.message')}
      </button>
    </div>
  );
};

const saveMessage = ({ dissector }: MessageProps['row'], message: WireMessage): void => {
  const { connection, transport } = dissector;
  const name = `connection-${connection}-${transport || 'unknown'}-message-${message.number}-${message.direction}.bin`;
  saveFile(
    new Blob([dissector.bytesOf(message) as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }),
    name,
  );
};

const MessageBytes = ({ state, row, message }: MessageProps) => {
  const { range } = state;
  const spans = useMemo(() => message.spans(), [message, message.end, message.isOpen]);
  const bytes = useMemo(() => row.dissector.bytesOf(message), [message, message.end]);
  const isHere = state.message.value === message.number;
  const path = useMemo(() => {
    const found = isHere && range ? findRange(spans, range) : [];
    return found.length > 0 || spans.length === 0 ? found : [0];
  }, [spans, isHere, range?.start, range?.end, range?.level]);
  const choose = (chosen: SpanPath): void => {
    const wanted = rangeOf(spans, chosen);
    if (wanted) state.chooseRange(message.number, wanted);
  };
  const span = spanAt(spans, path);
  return (
    <div class="wire-panes">
      <SpanTree spans={spans} path={path} isLinked={isHere && range !== null} onChoose={choose} />
      <div class="wire-dump-side">
        {span && <Explanation span={span} />}
        {bytes.byteLength > 0 && (
          <HexDump bytes={bytes} start={message.start} spans={spans} span={span} onChoose={choose} />
        )}
      </div>
    </div>
  );
};

const Explanation = ({ span: { kind, start, end, value } }: { readonly span: Span }) => {
  const [name, explanation] = spanTexts.value?.spans[kind] ?? [kind, ''];
  const range = { from: formatNumber(start), to: formatNumber(end - 1), hex: `0x${hexOffset(start)}` };
  return (
    <div class="wire-explanation">
      <h3>{name}</h3>
      <p class="small">{sayCount('wire.range', end - start, range)}</p>
      <p>{explanation}</p>
      {value !== undefined && (
        <p class="wire-value">
          <bdi>{visibleLine(value)}</bdi>
        </p>
      )}
    </div>
  );
};
