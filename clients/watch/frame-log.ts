// Prints the conversation frame by frame: what each is, which specification says so, and the frame itself.
import type { XmlElement } from '../../servers/protocol/xml.ts';
import type { Handshake } from '../node-runtime.ts';
import { createFrameExplainer, type ExplainFrame } from '../xmpp/explain.ts';
import type { Direction, Explanation } from '../xmpp/explain/explanation.ts';
import { withoutSecrets } from '../xmpp/explain/secrets.ts';
import { layOutFrame } from './frame-layout.ts';
import { handshakeTable } from './handshake-table.ts';
import { explainJson } from './json-explanation.ts';
import { printable, styled, wrap, type Screen } from './screen.ts';

/** What a log needs. */
export interface FrameLogOptions {
  readonly screen: Screen;
  /** Whether the frames are XML; otherwise they are the JSON messages of `websocket`. */
  readonly isXml: boolean;
  readonly parseXml: (text: string) => XmlElement;
  /** @default the time of day */
  readonly now?: () => Date;
}

/** Time of day, with the space behind it. */
const timeWidth = 14;
/** Where a title begins: behind the time, the arrow and the size. */
const titleColumn = timeWidth + 13;
/** Where a frame begins. */
const frameColumn = timeWidth + 2;

const arrows: Readonly<Record<Direction, string>> = { sent: '→', received: '←' };
const colours = { sent: 'green', received: 'cyan' } as const;
const utf8 = new TextEncoder();

/** The frames of one client, over all its connections. */
export class FrameLog {
  readonly #options: FrameLogOptions;
  #explain: ExplainFrame;

  constructor(options: FrameLogOptions) {
    this.#options = options;
    this.#explain = createFrameExplainer(options.parseXml);
  }

  /** A connection stands: its row is the head of what follows, and nothing said before counts any more. */
  handshake(handshake: Handshake): void {
    const { screen } = this.#options;
    this.#explain = createFrameExplainer(this.#options.parseXml);
    const width = screen.columns === undefined ? undefined : screen.columns - timeWidth;
    const [headings, row] = handshakeTable(handshake, width);
    const indent = ' '.repeat(timeWidth);
    screen.write(indent + styled(screen, 'bold', headings));
    screen.write(this.#time() + row);
    for (const line of wrap(noteOn(handshake), width ?? Number.MAX_SAFE_INTEGER)) {
      screen.write(indent + styled(screen, 'dim', line));
    }
  }

  /** One frame, as it was on the wire. */
  frame(direction: Direction, text: string): void {
    const explanation = this.#explanationOf(direction, text);
    const size = `${utf8.encode(text).byteLength} B`.padStart(9);
    const shown = withoutSecrets(text);
    const { screen } = this.#options;
    const head = {
      direction,
      size,
      title: printable(explanation.title),
      source: `(${printable(explanation.specification)})`,
    };
    if (screen.columns === undefined) {
      screen.write(`${this.#time()}${arrows[direction]} ${size}  ${head.title}  ${head.source}  ${printable(shown)}`);
    } else {
      this.#layOut(head, shown, screen.columns);
    }
  }

  #layOut(head: Head, shown: string, columns: number): void {
    const { screen, parseXml, isXml } = this.#options;
    const { direction, size, title, source } = head;
    const [first = '', ...others] = wrap(title, columns - titleColumn);
    const last = others.at(-1) ?? first;
    const hasRoom = last.length + source.length + 2 <= columns - titleColumn;
    const indent = ' '.repeat(titleColumn);
    const dimSource = styled(screen, 'dim', source);
    const lines = [first, ...others].map((line) => styled(screen, 'bold', line));
    if (hasRoom) lines.push(`${lines.pop() ?? ''}  ${dimSource}`);
    else lines.push(dimSource);
    const mark = styled(screen, colours[direction], arrows[direction]);
    screen.write(`${this.#time()}${mark} ${size}  ${lines[0] ?? ''}`);
    for (const line of lines.slice(1)) screen.write(indent + line);
    const layout = { width: columns - frameColumn, isXml: (text: string) => isXml && canParse(text, parseXml) };
    for (const line of layOutFrame(shown, layout)) screen.write(' '.repeat(frameColumn) + styled(screen, 'dim', line));
  }

  /** Whatever arrives, the log goes on: a frame that nobody can read is the one that a reader wants to see. */
  #explanationOf(direction: Direction, text: string): Explanation {
    const { isXml, parseXml } = this.#options;
    try {
      return isXml ? this.#explain(direction, parseXml(text)) : explainJson(text);
    } catch (cause) {
      return {
        title: `Not readable: ${(cause as Error).message}`,
        specification: isXml ? 'RFC 6120 §11' : 'RFC 6455 §5.6',
      };
    }
  }

  #time(): string {
    const { now = () => new Date() } = this.#options;
    return `${now().toISOString().slice(11, 23)}  `;
  }
}

interface Head {
  readonly direction: Direction;
  readonly size: string;
  readonly title: string;
  readonly source: string;
}

const canParse = (text: string, parseXml: (text: string) => XmlElement): boolean => {
  try {
    parseXml(text);
    return true;
  } catch {
    // Then it is shown as it came.
    return false;
  }
};

/** RFC 6455 §5.2: two bytes, four of masking on the way up, and two or eight for a longer length. */
const noteOn = ({ status, sentBytes }: Handshake): string =>
  status === 101
    ? `(The request took ${sentBytes} B. From here on frames: the size is that of the payload, without the 2 to 14 B of header before it, RFC 6455 §5.2.)`
    : `(The request took ${sentBytes} B. The size below is that of each body, without its HTTP head.)`;
