// A specimen of each message of each transport, made by the code that writes the real ones: nothing here was measured.
import { headerSets } from '../../clients/header-sets.ts';
import { demoDirectory, benchAgent } from '../../servers/finesse/directory.ts';
import { bodyFrame, boshContentType } from '../../servers/protocol/bosh.ts';
import { encodeBatch, encodeBoard } from '../../servers/protocol/batch.ts';
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { formatCursor } from '../../servers/protocol/cursor.ts';
import { encodeEntry, type Entry } from '../../servers/protocol/entry.ts';
import { formatRequest, formatResponseHead, type HeaderFields } from '../../servers/protocol/http10.ts';
import { withPosition } from '../../servers/protocol/parameters.ts';
import { encodeEvent, encodeHeartbeat } from '../../servers/protocol/server-sent-events.ts';
import { everythingTopic, userTopic } from '../../servers/protocol/topic.ts';
import { encodePosition } from '../../servers/protocol/websocket-messages.ts';
import { iqFrame, pingRequest } from '../../servers/protocol/xmpp.ts';
import { EventEncoder } from '../../servers/xmpp/pubsub/event-stanza.ts';
import { chunkBytes, frameHeaderBytes } from '../ledger/golden.ts';
import { emptyTally, type StreamTally } from '../ledger/layers.ts';
import type { Workload } from '../report/result.ts';
import { benchEvent } from '../run/publish.ts';
import type { MessageContext, MessageSizes } from './messages.ts';

/** Entries on a board (run/server-process.ts). */
const window = 20;
/** A port of five digits, as the kernel hands them out (ip_local_port_range). */
const host = '127.0.0.1:40000';
/** Names a feed: ten characters (servers/feed/feed.ts); so many has an id of a stanza, and eight a resource after `lab-`. */
const epoch = 'e'.repeat(10);
const stanzaId = 'i'.repeat(10);

const tally = (layers: Partial<StreamTally>): StreamTally => ({ ...emptyTally(), ...layers });
const bytes = (text: string): number => Buffer.byteLength(text);

/** What undici writes (HTTP/1.1): its own two fields first. */
const undiciHead = (method: string, path: string, fields: HeaderFields): string => {
  const lines = Object.entries({ host, connection: 'keep-alive', ...fields }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
};

/** What Fastify on node:http writes: the route's own fields, then three of Node's. The date is always 29 characters. */
const nodeHead = (status: string, fields: HeaderFields): string => {
  const lines = Object.entries({
    ...fields,
    Date: 'Sun, 06 Nov 1994 08:49:37 GMT',
    Connection: 'keep-alive',
    'Keep-Alive': 'timeout=72',
  }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status}`, ...lines, '', ''].join('\r\n');
};

const json = 'application/json; charset=utf-8';

/** All that one transport's sizes are made of. */
interface Specimen {
  readonly id: TransportId;
  readonly workload: Workload;
  readonly entry: Entry;
  readonly json: string;
  readonly fields: HeaderFields;
  /** Path and query of a request that goes on after the cursor. */
  readonly path: string;
}

/** A client in the middle of the run: `desktops` have accounts of one to four digits, and two is what most of 100 have. */
const specimenOf = (id: TransportId, { workload, sequence, publishedAtNs }: MessageContext): Specimen => {
  const client = workload.kind === 'wallboard' ? 0 : Math.floor(workload.clients / 2);
  const topic = userTopic(`bench-${client}`);
  const entry: Entry = {
    cursor: formatCursor(epoch, sequence),
    publishedAtNs,
    topics: [everythingTopic, topic],
    event: benchEvent(client, 0, workload.payloadBytes),
  };
  const { scheme, path, resume, costModel } = describeTransport(id);
  const url = new URL(`${scheme}://${host}${path}`);
  const followed = workload.kind === 'wallboard' ? undefined : topic;
  const asked = withPosition(url, resume ? entry.cursor : 'now', followed);
  if (costModel === 'long-poll') asked.searchParams.set('hold', String(workload.holdSeconds));
  return {
    id,
    workload,
    entry,
    json: encodeEntry(entry),
    fields: headerSets[workload.headers],
    path: asked.pathname + asked.search,
  };
};

const board = ({ entry, json: entryText, fields, path, id }: Specimen): MessageSizes => {
  const entries = Array.from({ length: window }, () => entryText);
  const body = encodeBoard(entry.cursor, [entry.event], entries);
  const payload = window * bytes(entryText) + bytes(JSON.stringify(entry.event));
  const isNew = describeTransport(id).costModel === 'board-new-connection';
  const length = String(bytes(body));
  const answerHead = isNew
    ? formatResponseHead(200, 'OK', {
        'Content-Type': json,
        'Content-Length': length,
        'lab-cursor': entry.cursor,
        Connection: 'close',
      })
    : nodeHead('200 OK', { 'lab-cursor': entry.cursor, 'content-type': json, 'content-length': length });
  const requestHead = isNew ? formatRequest(path, { Host: host, ...fields }) : undiciHead('GET', path, fields);
  const answer = tally({ httpHeaders: bytes(answerHead), payload, framing: bytes(body) - payload });
  const nothing = emptyTally();
  return {
    request: tally({ httpHeaders: bytes(requestHead) }),
    empty: answer,
    answer,
    entry: nothing,
    furtherEntry: nothing,
    heartbeat: nothing,
  };
};

const batch = ({ entry, json: entryText, fields, path }: Specimen): MessageSizes => {
  const body = encodeBatch(entry.cursor, [entryText], false);
  const position = { 'lab-cursor': entry.cursor };
  const answerHead = nodeHead('200 OK', {
    ...position,
    'content-type': json,
    'content-length': String(bytes(body)),
  });
  return {
    request: tally({ httpHeaders: bytes(undiciHead('GET', path, fields)) }),
    empty: tally({ httpHeaders: bytes(nodeHead('204 No Content', position)) }),
    answer: tally({ httpHeaders: bytes(answerHead), framing: bytes(body) - bytes(entryText) }),
    entry: tally({ payload: bytes(entryText) }),
    furtherEntry: tally({ framing: 1 }),
    heartbeat: emptyTally(),
  };
};

const pushed = (entry: StreamTally, heartbeat: StreamTally): MessageSizes => ({
  request: emptyTally(),
  empty: emptyTally(),
  answer: emptyTally(),
  entry,
  furtherEntry: emptyTally(),
  heartbeat,
});

const sse = ({ entry, json: entryText }: Specimen): MessageSizes => {
  const text = encodeEvent(entry.cursor, entryText);
  const payload = bytes(entryText);
  const heartbeat = bytes(encodeHeartbeat(entry.cursor));
  return pushed(
    tally({ payload, framing: bytes(text) - payload + chunkBytes(bytes(text)) }),
    tally({ framing: heartbeat + chunkBytes(heartbeat) }),
  );
};

const websocket = ({ entry, json: entryText }: Specimen): MessageSizes => {
  const payload = bytes(entryText);
  const position = bytes(encodePosition(entry.cursor));
  // Ping, pong, and the position.
  const heartbeat =
    frameHeaderBytes(0, false) + frameHeaderBytes(0, true) + frameHeaderBytes(position, false) + position;
  return pushed(tally({ payload, framing: frameHeaderBytes(payload, false) }), tally({ framing: heartbeat }));
};

/** The message that carries an entry: a mean of the two states that the events of a run take turns with. */
const stanzaOf = ({
  entry,
  json: entryText,
  workload,
}: Specimen): { readonly payload: number; readonly xml: number } => {
  const follower = workload.kind === 'wallboard' ? Math.floor(workload.clients / 2) : clientOf(entry);
  const encoder = new EventEncoder({
    pubsubService: 'pubsub.localhost',
    directory: demoDirectory([benchAgent(clientOf(entry))]),
    newId: () => stanzaId,
    entryJson: () => entryText,
  });
  const node = workload.kind === 'wallboard' ? everythingTopic : userTopic(`bench-${follower}`);
  const opening = encoder.opening(`bench-${follower}@localhost/lab-12345678`);
  const payload = bytes(entryText);
  const rest = [0, 1]
    .map((index) => ({ ...entry, event: benchEvent(clientOf(entry), index, workload.payloadBytes) }))
    .reduce((sum, one) => sum + encoder.rest(one, node).byteLength / 2, 0);
  return { payload, xml: opening.byteLength + rest - payload };
};

const clientOf = ({ event }: Entry): number => Number(/\d+$/.exec('agent' in event ? event.agent : '')?.[0] ?? 0);

const xmpp = (specimen: Specimen): MessageSizes => {
  const { payload, xml } = stanzaOf(specimen);
  const ping = bytes(pingRequest('lab-5', 'localhost'));
  const to = `bench-${clientOf(specimen.entry)}@localhost/lab-12345678`;
  const pong = bytes(iqFrame({ type: 'result', id: 'lab-5', from: 'localhost', to }));
  return pushed(
    tally({ payload, xmppXml: xml, framing: frameHeaderBytes(payload + xml, false) }),
    tally({ xmppXml: ping + pong, framing: frameHeaderBytes(ping, true) + frameHeaderBytes(pong, false) }),
  );
};

const bosh = (specimen: Specimen): MessageSizes => {
  const { payload, xml } = stanzaOf(specimen);
  // XEP-0124 §14.1: the request id begins anywhere below 2^32, nine of ten times with ten digits.
  const question = bodyFrame({ rid: 2 ** 31, sid: '0'.repeat(36) });
  const head = undiciHead('POST', specimen.path.replace(/\?.*$/, ''), {
    ...specimen.fields,
    'content-type': boshContentType,
    'content-length': String(bytes(question)),
  });
  const around = bytes(bodyFrame({}, ' ')) - 1;
  const answerHead = (length: number): string =>
    nodeHead('200 OK', { 'content-type': boshContentType, 'content-length': String(length) });
  return {
    request: tally({ httpHeaders: bytes(head), framing: bytes(question) }),
    empty: tally({ httpHeaders: bytes(answerHead(50)), framing: bytes(bodyFrame({})) }),
    answer: tally({ httpHeaders: bytes(answerHead(around + payload + xml)), framing: around }),
    entry: tally({ payload, xmppXml: xml }),
    furtherEntry: emptyTally(),
    heartbeat: emptyTally(),
  };
};

const makers: Readonly<Partial<Record<TransportId, (specimen: Specimen) => MessageSizes>>> = {
  http10: board,
  'keep-alive': board,
  'short-poll': batch,
  'long-poll': batch,
  sse,
  websocket,
  xmpp,
  bosh,
};

/** Sizes of a transport's messages; `undefined` = nobody has written them down for it. */
export const messageSizes = (id: TransportId, context: MessageContext): MessageSizes | undefined =>
  makers[id]?.(specimenOf(id, context));
