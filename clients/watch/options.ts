// The options of `npm run watch`, read from the arguments that its entry hands over.
import { parseArgs } from 'node:util';
import { describeTransport, isTransportId, transportIds, type TransportId } from '../../servers/protocol/catalog.ts';
import { parseCursor, type StartPosition } from '../../servers/protocol/cursor.ts';
import { LabError } from '../../servers/protocol/errors.ts';
import { parseTopic, type Topic } from '../../servers/protocol/topic.ts';

/** Shown by `npm run watch -- --help`. */
export const watchUsage = `npm run watch -- <transport> [options]

  <transport>            ${transportIds.join(', ')}
  --url URL              address of the server (http://127.0.0.1:8080)
  --topic NODE           only this node, for example /finesse/api/User/1001001
  --from C               a cursor, now or earliest (now)
  --frames               show and explain each frame (${withFrames().join(', ')})
  --account ID:PASSWORD  log in as this agent, and be present as that agent (${withLogin().join(', ')})
  --xmpp-domain NAME     domain of the XMPP service (localhost)
`;

/** What to watch, and how. */
export interface WatchOptions {
  readonly id: TransportId;
  readonly url: URL;
  readonly topic: Topic | undefined;
  readonly from: StartPosition;
  readonly hasFrames: boolean;
  readonly account: { readonly id: string; readonly password: string } | undefined;
  readonly xmppDomain: string | undefined;
}

/** @throws {LabError} LAB_PARAMETER_INVALID with the value seen and the value wanted */
export const readWatchOptions = (argv: readonly string[]): WatchOptions => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      topic: { type: 'string' },
      from: { type: 'string', default: 'now' },
      frames: { type: 'boolean', default: false },
      account: { type: 'string' },
      'xmpp-domain': { type: 'string' },
    },
  });
  const id = positionals[0] ?? '';
  if (!isTransportId(id)) {
    return refuse(`${JSON.stringify(id)} is no transport; there are ${transportIds.join(', ')}.`);
  }
  if (values.frames) requireOne('--frames shows frames', id, withFrames());
  if (values.account !== undefined) requireOne('--account logs in', id, withLogin());
  if (values['xmpp-domain'] !== undefined) requireOne('--xmpp-domain names an XMPP service', id, withLogin());
  return {
    id,
    url: urlFrom(values.url, id),
    topic: values.topic === undefined ? undefined : parseTopic(values.topic),
    from: fromOf(values.from),
    hasFrames: values.frames,
    account: values.account === undefined ? undefined : accountFrom(values.account),
    xmppDomain: values['xmpp-domain'] === undefined ? undefined : domainFrom(values['xmpp-domain']),
  };
};

const refuse = (sentence: string): never => {
  throw new LabError('LAB_PARAMETER_INVALID', sentence);
};

/** Transports whose conversation consists of frames: messages on a WebSocket, or XML. */
function withFrames(): readonly TransportId[] {
  return transportIds.filter((id) =>
    describeTransport(id).needs.some((need) => need === 'websocket' || need === 'xml'),
  );
}

/** Transports that log in: in this lab, those of XMPP. */
function withLogin(): readonly TransportId[] {
  return transportIds.filter((id) => describeTransport(id).needs.includes('xml'));
}

const requireOne = (what: string, id: TransportId, able: readonly TransportId[]): void => {
  if (!able.includes(id)) refuse(`${what}, which ${id} does not have; it goes with ${able.join(' or ')}.`);
};

const urlFrom = (text: string, id: TransportId): URL => {
  const { scheme, path } = describeTransport(id);
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    refuse(`--url is ${JSON.stringify(text)}; it has to be an address such as http://127.0.0.1:8080.`);
  }
  const url = new URL(path, text);
  url.protocol = scheme;
  return url;
};

const fromOf = (text: string): StartPosition => {
  if (text === 'now' || text === 'earliest') return text;
  parseCursor(text);
  return text as StartPosition;
};

/** The sentence does not repeat what it was given: it may be a password. */
const accountFrom = (text: string): { readonly id: string; readonly password: string } => {
  const [, id, password] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  return id === undefined || password === undefined
    ? refuse('--account has to be the id of an agent, a colon and the password, such as 1001001:secret.')
    : { id, password };
};

const domainFrom = (text: string): string =>
  /^[a-z0-9.-]{1,253}$/i.test(text)
    ? text.toLowerCase()
    : refuse(`--xmpp-domain is ${JSON.stringify(text)}; it has to be a domain name such as localhost.`);
