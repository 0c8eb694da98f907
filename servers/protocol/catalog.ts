// The catalog: every transport's id, capabilities, colours and sources. Code asks for a capability here, never for an id.

/** How the cost model of a transport is built (bench/model). */
export type CostModel = 'board-new-connection' | 'board' | 'short-poll' | 'long-poll' | 'push';

/** What a transport is and can do. */
export interface TransportDescription {
  readonly title: string;
  /** How a client learns of an event, in one sentence. */
  readonly how: string;
  /** What this rung of the ladder removes of the one before. */
  readonly removes: string;
  /** Where the client connects. */
  readonly path: string;
  /** `http` or `ws`: the scheme of its URL. */
  readonly scheme: 'http' | 'ws';
  /** Whether a reader goes on after a cursor. Without it a client reports what it may have `missed`. */
  readonly resume: boolean;
  /** Whether the client can send on the same connection. */
  readonly duplex: boolean;
  /** Whether the server speaks first: news arrives without being asked for. */
  readonly push: boolean;
  /** What the client's platform has to offer beyond fetch. */
  readonly needs: readonly ('raw-tcp' | 'event-source' | 'websocket' | 'xml')[];
  readonly costModel: CostModel;
  /** Whether it is a rung of the ladder: what is compared when nobody chooses. The others stand beside it. */
  readonly isOnLadder: boolean;
  /** TCP connections of one client; over two of them, requests take turns. */
  readonly connections: 1 | 2;
  /** A sign of life on a connection that is otherwise silent or busy: how often, and IP packets with acknowledgements. */
  readonly heartbeat: { readonly everySeconds: number; readonly packets: number } | null;
  /** At least 3.2:1 on white and 4.5:1 on #121212; never the only mark. */
  readonly colour: { readonly light: string; readonly dark: string };
  /** One letter, drawn beside the colour. */
  readonly letter: string;
  readonly specifications: readonly string[];
}

/** The ladder, lowest rung first. */
export const catalog = {
  http10: {
    title: 'HTTP/1.0 style',
    how: 'asks for the whole board on every tick, over a new connection',
    removes: 'nothing: it is the floor of the ladder',
    path: '/http10/events',
    scheme: 'http',
    resume: false,
    duplex: false,
    push: false,
    needs: ['raw-tcp'],
    costModel: 'board-new-connection',
    isOnLadder: true,
    connections: 1,
    heartbeat: null,
    colour: { light: '#292754', dark: '#8afe7b' },
    letter: 'O',
    specifications: ['https://www.rfc-editor.org/rfc/rfc1945'],
  },
  'keep-alive': {
    title: 'Keep-alive',
    how: 'asks for the whole board on every tick, over one connection',
    removes: 'the handshake',
    path: '/keep-alive/events',
    scheme: 'http',
    resume: false,
    duplex: false,
    push: false,
    needs: [],
    costModel: 'board',
    isOnLadder: true,
    connections: 1,
    heartbeat: null,
    colour: { light: '#532603', dark: '#f9dbf8' },
    letter: 'K',
    specifications: ['https://www.rfc-editor.org/rfc/rfc9112#section-9.3'],
  },
  'short-poll': {
    title: 'Short poll',
    how: 'asks on a timer for what is new since its cursor',
    removes: 'the repeated body',
    path: '/short-poll/events',
    scheme: 'http',
    resume: true,
    duplex: false,
    push: false,
    needs: [],
    costModel: 'short-poll',
    isOnLadder: true,
    connections: 1,
    heartbeat: null,
    colour: { light: '#8f5d3d', dark: '#fc9d08' },
    letter: 'P',
    specifications: ['https://www.rfc-editor.org/rfc/rfc9110#section-15.3.5'],
  },
  'long-poll': {
    title: 'Long poll',
    how: 'asks, and the server holds the answer until there is news',
    removes: 'most empty answers',
    path: '/long-poll/events',
    scheme: 'http',
    resume: true,
    duplex: false,
    push: false,
    needs: [],
    costModel: 'long-poll',
    isOnLadder: true,
    connections: 1,
    heartbeat: null,
    colour: { light: '#4e4a68', dark: '#b8aba2' },
    letter: 'L',
    specifications: ['https://www.rfc-editor.org/rfc/rfc6202#section-2'],
  },
  sse: {
    title: 'Server-Sent Events',
    how: 'asks once, and the server streams',
    removes: 'asking again',
    path: '/sse/events',
    scheme: 'http',
    resume: true,
    duplex: false,
    push: true,
    needs: ['event-source'],
    costModel: 'push',
    isOnLadder: true,
    connections: 1,
    heartbeat: { everySeconds: 15, packets: 2 },
    colour: { light: '#2726fb', dark: '#51adf8' },
    letter: 'S',
    specifications: ['https://html.spec.whatwg.org/multipage/server-sent-events.html'],
  },
  websocket: {
    title: 'WebSocket',
    how: 'upgrades once; both sides send JSON text frames',
    removes: 'the one-way street',
    path: '/websocket/events',
    scheme: 'ws',
    resume: true,
    duplex: true,
    push: true,
    needs: ['websocket'],
    costModel: 'push',
    isOnLadder: true,
    connections: 1,
    heartbeat: { everySeconds: 15, packets: 5 },
    colour: { light: '#e34ea0', dark: '#f0503e' },
    letter: 'W',
    specifications: ['https://www.rfc-editor.org/rfc/rfc6455'],
  },
  xmpp: {
    title: 'XMPP over WebSocket',
    how: 'logs in and subscribes to nodes, as a Cisco Finesse desktop does',
    removes: 'nothing: it shows what a full protocol costs, and buys',
    path: '/ws/',
    scheme: 'ws',
    resume: true,
    duplex: true,
    push: true,
    needs: ['websocket', 'xml'],
    costModel: 'push',
    isOnLadder: true,
    connections: 1,
    heartbeat: { everySeconds: 10, packets: 4 },
    colour: { light: '#4f8cf5', dark: '#5577e5' },
    letter: 'X',
    specifications: ['https://www.rfc-editor.org/rfc/rfc7395', 'https://xmpp.org/extensions/xep-0060.html'],
  },
  bosh: {
    title: 'BOSH',
    how: 'the conversation of `xmpp` in requests that the server holds, as Finesse had it before WebSocket',
    removes: 'nothing: it shows what the same stanzas cost over long poll',
    path: '/http-bind/',
    scheme: 'http',
    resume: true,
    duplex: true,
    push: false,
    needs: ['xml'],
    costModel: 'long-poll',
    isOnLadder: false,
    connections: 2,
    heartbeat: null,
    colour: { light: '#a28f36', dark: '#997d97' },
    letter: 'B',
    specifications: ['https://xmpp.org/extensions/xep-0124.html', 'https://xmpp.org/extensions/xep-0206.html'],
  },
} as const satisfies Record<string, TransportDescription>;

/** The id of a registered transport. */
export type TransportId = keyof typeof catalog;

/** All ids: the ladder from its lowest rung up, then what stands beside it. */
export const transportIds = Object.keys(catalog) as readonly TransportId[];

/** The seven of the ladder. */
export const ladderIds: readonly TransportId[] = transportIds.filter((id) => catalog[id].isOnLadder);

/** The description of a transport, with the literal types widened. */
export const describeTransport = (id: TransportId): TransportDescription => catalog[id];

/** Whether a text is the id of a registered transport. */
export const isTransportId = (text: string): text is TransportId => Object.hasOwn(catalog, text);
