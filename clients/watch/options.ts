// The options of `npm run watch`, read from the arguments that its entry hands over.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeTransport, isTransportId, transportIds, type TransportId } from '../../servers/protocol/catalog.ts';
import { parseCursor, type StartPosition } from '../../servers/protocol/cursor.ts';
import { LabError } from '../../servers/protocol/errors.ts';
import { parseTopic, type Topic } from '../../servers/protocol/topic.ts';
import type { TlsTrust } from '../dialer.ts';
import { tcpTargetOf } from '../tcp-target.ts';

/** Shown by `npm run watch -- --help`. */
export const watchUsage = `npm run watch -- <transport> [options]

  <transport>            ${transportIds.join(', ')}
  --url URL              address of the server (http://127.0.0.1:8080)
  --topic NODE           only this node, for example /finesse/api/User/1001001
  --from C               a cursor, now or earliest (now)
  --frames               show and explain each frame (${withFrames().join(', ')})
  --account ID:PASSWORD  log in as this agent, and be present as that agent (${withLogin().join(', ')})
  --xmpp-domain NAME     domain of the XMPP service (localhost)
  --ca FILE              trust this certificate, or what it has issued (PEM; for an address of https)
  --insecure             accept any certificate: whoever answers is believed (for an address of https)
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
  readonly tls: TlsTrust;
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
      ca: { type: 'string' },
      insecure: { type: 'boolean', default: false },
    },
  });
  const id = positionals[0] ?? '';
  if (!isTransportId(id)) {
    return refuse(`${JSON.stringify(id)} is no transport; there are ${transportIds.join(', ')}.`);
  }
  if (values.frames) requireOne('--frames shows frames', id, withFrames());
  if (values.account !== undefined) requireOne('--account logs in', id, withLogin());
  if (values['xmpp-domain'] !== undefined) requireOne('--xmpp-domain names an XMPP service', id, withLogin());
  const url = urlFrom(values.url, id);
  return {
    id,
    url,
    topic: values.topic === undefined ? undefined : parseTopic(values.topic),
    from: fromOf(values.from),
    hasFrames: values.frames,
    account: values.account === undefined ? undefined : accountFrom(values.account),
    xmppDomain: values['xmpp-domain'] === undefined ? undefined : domainFrom(values['xmpp-domain']),
    tls: trustFrom(values, url),
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
  url.protocol = url.protocol === 'https:' ? `${scheme}s` : scheme;
  return url;
};

const trustFrom = ({ ca, insecure }: { readonly ca?: string; readonly insecure: boolean }, url: URL): TlsTrust => {
  if (ca === undefined && !insecure) return {};
  const option = insecure ? '--insecure' : '--ca';
  if (!tcpTargetOf(url).isTls) return refuse(`${option} is about certificates; it goes with --url https://….`);
  if (ca === undefined) return { isVerified: false };
  if (insecure) return refuse('--ca and --insecure contradict each other; with --ca the certificate is checked.');
  return { ca: certificateFrom(ca) };
};

/** Each is read now: one that is broken would show later, as a server that is not trusted. */
const certificateFrom = (file: string): string => {
  const certificates = certificatesIn(file);
  return certificates.length === 0
    ? refuse(`--ca is ${JSON.stringify(file)}; it has to be a file with a certificate in PEM.`)
    : certificates.join('');
};

/** None where the file cannot be read, or not as what it says it is (RFC 7468 §5.1). */
const certificatesIn = (file: string): readonly X509Certificate[] => {
  try {
    const texts = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
    return texts.map((pem) => new X509Certificate(pem));
  } catch {
    return [];
  }
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
