// The byte ledger of a run as figures to show: by layer, of one event or of one client's whole session. Browser-safe.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { ChartTable } from './chart-definition.ts';
import { figuresIn, formatNumber, joinWords, ratio } from './figures.ts';
import { ledgerLayers } from './result.ts';
import type { Ledger, LedgerLayer, LedgerSpan, RunResult, TransportResult } from './result.ts';
import { reportWords, type ReportWords } from './words.ts';

/** Where the catalog of words names each layer. */
const nameKeys = {
  payload: 'layerPayload',
  framing: 'layerFraming',
  httpHeaders: 'layerHttpHeaders',
  xmppXml: 'layerXmppXml',
  tls: 'layerTls',
  tcpIpHeaders: 'layerTcpIpHeaders',
  acknowledgements: 'layerAcknowledgements',
  handshakeAndClose: 'layerHandshakeAndClose',
} as const satisfies Readonly<Record<LedgerLayer, keyof ReportWords>>;

/** The name of a layer. */
export const layerName = (layer: LedgerLayer, words: ReportWords = reportWords): string => words[nameKeys[layer]];

/** A layer in words. */
export interface LayerWords {
  readonly name: string;
  /** Two short lines for a terminal. */
  readonly head: readonly [string, string];
  /** What belongs to it, in one sentence. */
  readonly meaning: string;
}

/** The layers in words, from the content outwards. */
export const layerWords: Readonly<Record<LedgerLayer, LayerWords>> = {
  payload: {
    name: layerName('payload'),
    head: ['payload', ''],
    meaning:
      'the events themselves. A board sends its newest events and the states of its agents again with every answer, and those count each time.',
  },
  framing: {
    name: layerName('framing'),
    head: ['framing', ''],
    meaning:
      'what marks where a message begins and ends: field names of an event stream, heads of WebSocket frames, chunk sizes, the wrapping of a BOSH body, the JSON around a list; signs of life too.',
  },
  httpHeaders: {
    name: layerName('httpHeaders'),
    head: ['HTTP', 'headers'],
    meaning: 'request lines, status lines and header fields, both directions, with each request again.',
  },
  xmppXml: {
    name: layerName('xmppXml'),
    head: ['XMPP', 'XML'],
    meaning: 'the stanzas around the events: element names, addresses and namespaces.',
  },
  tls: {
    name: layerName('tls'),
    head: ['TLS', ''],
    meaning: 'what encryption adds: its handshake with certificates, and the head and tag of each record.',
  },
  tcpIpHeaders: {
    name: layerName('tcpIpHeaders'),
    head: ['TCP/IP', 'headers'],
    meaning: '52 bytes in front of the content of every packet: who sends to whom, and which part this is.',
  },
  acknowledgements: {
    name: layerName('acknowledgements'),
    head: ['acknow-', 'ledged'],
    meaning: 'packets without content, 52 bytes each, that say what has arrived.',
  },
  handshakeAndClose: {
    name: layerName('handshakeAndClose'),
    head: ['open', '& close'],
    meaning: 'the packets that open a TCP connection, and those that close it.',
  },
};

/** The span that is shown: after the set-up, or with it. */
export type LedgerSpanName = 'steady' | 'whole';

/** One transport's ledger, divided: of the steady span by events delivered, of the whole one by clients. `null` = by nothing. */
export interface LedgerRow {
  readonly id: TransportId;
  readonly letter: string;
  readonly title: string;
  readonly layers: Readonly<Record<LedgerLayer, number | null>>;
  readonly total: number | null;
  /** `null` where the kernel could not count. */
  readonly kernel: number | null;
  readonly residualShare: number | null;
  readonly derived: readonly LedgerLayer[];
}

/** The rows of a run in its order; none of a run without a ledger. */
export const ledgerRows = (run: RunResult, name: LedgerSpanName): readonly LedgerRow[] =>
  run.transports.flatMap((result) => {
    const { ledger } = result;
    if (!ledger) return [];
    const { title, letter } = describeTransport(result.id);
    return [
      { id: result.id, letter, title, derived: ledger.derived, ...divided(ledger[name], divisor(run, result, name)) },
    ];
  });

const divisor = ({ workload }: RunResult, { bytes }: TransportResult, name: LedgerSpanName): number =>
  name === 'steady' ? bytes.deliveries : workload.clients * workload.repeats;

const divided = ({ layers, total, kernelBytes, residualShare }: LedgerSpan, by: number) => ({
  layers: Object.fromEntries(ledgerLayers.map((layer) => [layer, ratio(layers[layer], by)])) as Record<
    LedgerLayer,
    number | null
  >,
  total: ratio(total, by),
  kernel: ratio(kernelBytes, by),
  residualShare,
});

/** Stands before what was not read off the wire. */
export const derivedSign = '≈';

/** MEASURING §0: the eight layers add up to the kernel's total but for this share. */
const residualAim = 0.005;

/** Whether more is left over than the eight layers may leave. */
export const isOpenLedger = ({ residualShare }: Pick<LedgerRow, 'residualShare'>): boolean =>
  residualShare !== null && Math.abs(residualShare) > residualAim;

/** Bytes of a layer as a cell: nothing is a plain 0, and what was derived carries its sign. */
export const layerCell = (
  { layers, derived }: LedgerRow,
  layer: LedgerLayer,
  words: ReportWords = reportWords,
): string => derivedCell(layers[layer], derived.includes(layer), words);

/** Bytes, with the sign where they were derived and there are any. */
export const derivedCell = (bytes: number | null, isDerived: boolean, words: ReportWords = reportWords): string =>
  `${isDerived && bytes !== null && bytes !== 0 ? `${derivedSign} ` : ''}${formatLayerBytes(bytes, words)}`;

/** Bytes without their unit, three figures that count. */
export const formatLayerBytes = (bytes: number | null, words: ReportWords = reportWords): string =>
  bytes === 0 ? '0' : figuresIn(words).formatThree(bytes);

/** The residual as a cell, marked where it is too large. */
export const residualCell = (row: LedgerRow, words: ReportWords = reportWords): string =>
  `${isOpenLedger(row) ? '✗ ' : ''}${figuresIn(words).formatResidual(row.residualShare)}`;

/** The ledger as a table: a transport a row, a layer a column. */
export const ledgerTable = (run: RunResult, name: LedgerSpanName, words: ReportWords = reportWords): ChartTable => ({
  head: [
    words.transport,
    ...ledgerLayers.map((layer) => layerName(layer, words)),
    words.sum,
    words.kernel,
    words.residual,
  ],
  rows: ledgerRows(run, name).map((row) => [
    row.title,
    ...ledgerLayers.map((layer) => layerCell(row, layer, words)),
    formatLayerBytes(row.total, words),
    row.kernel === null ? words.notCounted : formatLayerBytes(row.kernel, words),
    residualCell(row, words),
  ]),
});

/** What the two tables count. */
export const ledgerCaptions: Readonly<Record<LedgerSpanName, string>> = {
  steady: 'Bytes of one event by layer: from "all clients ready" to "drained", over the events delivered in that time',
  whole: 'Bytes of one client by layer: its whole session, from its first handshake to "drained", with all its events',
};

/** Who saw the bytes, what was derived, and how well the sum meets the kernel's count. */
export const ledgerSentences = (run: RunResult): readonly string[] => {
  const ledgers = run.transports.flatMap(({ ledger }) => ledger ?? []);
  if (ledgers.length === 0) return [];
  return [...seenSentences(ledgers), ...derivedSentences(ledgers), ...residualSentences(run, ledgers)];
};

/** Said of the whole span alone. */
export const wholeSpanNote =
  'Connections that live on have not closed when the span ends. The steady span leaves out what is paid once: handshakes, logins, first answers.';

const seenSentences = (ledgers: readonly Ledger[]): readonly string[] => [
  ...(ledgers.some(({ seenBy }) => seenBy === 'relay')
    ? ['The relay between clients and server saw every byte and its moment.']
    : []),
  ...(ledgers.some(({ seenBy }) => seenBy === 'sockets')
    ? [
        "Nobody stood between clients and server (no relay): the clients' sockets told how many bytes there were, not when.",
      ]
    : []),
];

const derivedSentences = (ledgers: readonly Ledger[]): readonly string[] => {
  const derived = ledgerLayers.filter((layer) => ledgers.some((ledger) => ledger.derived.includes(layer)));
  if (derived.length === 0) return ['Each layer was read off the wire.'];
  const names = joinWords(derived.map((layer) => layerWords[layer].name));
  return [
    `${derivedSign} marks what was derived (${names}): not read off the wire, but reckoned from what is known of each message and of how Linux sends it. What is derived cannot prove the models it is made with.`,
  ];
};

/** A reader that is too busy to acknowledge makes the kernel send again, which no layer holds. */
const retransmissions = (run: RunResult): readonly string[] => {
  const again = run.transports.filter(({ ledger }) => (ledger?.retransmitted ?? 0) > 0);
  if (again.length === 0) return [];
  const said = again.map(
    ({ id, ledger }) => `${describeTransport(id).title} ${formatNumber(ledger?.retransmitted ?? 0)}`,
  );
  return [`The kernel sent segments again, which are in its total and in no layer: ${joinWords(said)}.`];
};

const residualSentences = (run: RunResult, ledgers: readonly Ledger[]): readonly string[] => {
  if (ledgers.every(({ steady }) => steady.kernelBytes === null))
    return ['The kernel could not count here, so nothing else says whether the sum is right.'];
  const open = ledgerRows(run, 'steady').filter(isOpenLedger);
  const aim = `${formatNumber(residualAim * 100, 1)} %`;
  return [
    'The kernel counted on its own; the residual is what its total has more than the eight together.',
    open.length === 0
      ? `It is within ${aim} for every transport.`
      : `✗ It is more than ${aim} for ${joinWords(open.map(({ title }) => title))}: some bytes there are in no layer, or in two, or were sent again.`,
    ...retransmissions(run),
  ];
};
