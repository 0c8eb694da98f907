// The one reader of the server's argv and environment; each default stands here, once.
import { parseArgs } from 'node:util';
import type { CertificateFiles } from './certificate.ts';
import { LabError } from './protocol/errors.ts';
import { parseNumber } from './protocol/parameters.ts';
import { arrivalPatterns, type ArrivalPattern } from './simulation/timetable.ts';
import { xmppProfiles, type XmppProfile } from './xmpp/profiles.ts';

/** What `npm start` may be told. */
export interface ServerConfig {
  /** 0 picks a free one. @default 8080 */
  readonly port: number;
  /** Entries on a board. @default 20 */
  readonly window: number;
  /** Seed of the simulation. @default 1 */
  readonly seed: number;
  /** Events a second of the simulation; 0 = silent. @default 2 */
  readonly ratePerSecond: number;
  /** Emulated round trip on the transports' own ports, in milliseconds. @default 80 */
  readonly rttMs: number;
  /** @default 'poisson' */
  readonly arrivals: ArrivalPattern;
  /** Trace to replay instead of the simulation. */
  readonly trace: string | undefined;
  /** @default 'localhost' */
  readonly xmppDomain: string;
  /** @default 'finesse' */
  readonly xmppProfile: XmppProfile;
  /** Whether a password in the clear is refused. @default false */
  readonly needsEncryption: boolean;
  /** How long an agent without presence stays signed in, in milliseconds. @default 60000 */
  readonly presenceGraceMs: number;
  /** Where XMPP clients are sent when the server drains. @default nowhere */
  readonly seeOtherUri: string | undefined;
  /** The certificate to serve TLS with. @default no TLS */
  readonly tls: 'self-signed' | CertificateFiles | undefined;
  /** Whether other machines may reach the server. @default false */
  readonly isLan: boolean;
  readonly isHelpWanted: boolean;
}

/** Shown by `npm start -- --help`. */
export const serverUsage = `npm start -- [options]

  --port N            port to listen on, 0 picks a free one (8080)
  --window N          entries on a board (20)
  --seed N            seed of the simulated contact centre (1)
  --rate R            events a second of the simulation, 0 for none (2)
  --rtt MS            emulated round trip on the transports' own ports (80)
  --arrivals KIND     poisson, fixed or burst (poisson)
  --trace FILE        replay a recorded trace (NDJSON: {"atMs","event"} a line)
  --xmpp-domain NAME  domain of the XMPP service (localhost)
  --xmpp-profile NAME finesse: PLAIN alone, as behind a Finesse desktop; modern: with SCRAM and stream management (finesse)
  --xmpp-encryption X optional, or required: then PLAIN is refused on a connection without TLS (optional)
  --presence-grace S  seconds after which an agent without presence is signed out, reason 255 (60)
  --see-other-uri U   where XMPP clients are sent when the server drains, for example wss://other.example.com/ws/
  --lan               let other machines in, for a class; the trainer's page needs the token that is printed
  --tls               serve everything over TLS (https, wss), with a certificate that is made when the server starts
  --tls-cert FILE     serve over TLS with this certificate (PEM)
  --tls-key FILE      the private key of that certificate (PEM)
`;

const options = {
  port: { type: 'string', default: '8080' },
  window: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  rate: { type: 'string', default: '2' },
  rtt: { type: 'string', default: '80' },
  arrivals: { type: 'string', default: 'poisson' },
  trace: { type: 'string' },
  'xmpp-domain': { type: 'string', default: 'localhost' },
  'xmpp-profile': { type: 'string', default: 'finesse' },
  'xmpp-encryption': { type: 'string', default: 'optional' },
  'presence-grace': { type: 'string', default: '60' },
  'see-other-uri': { type: 'string' },
  lan: { type: 'boolean', default: false },
  tls: { type: 'boolean', default: false },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const refuse = (sentence: string): never => {
  throw new LabError('LAB_PARAMETER_INVALID', sentence);
};

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

const parse = (argv: readonly string[]): Values => {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    return refuse(`${(cause as Error).message.split(/\.?\n|\.\s/)[0] ?? 'An option is wrong'}; see --help.`);
  }
};

/** One of a few names. */
const choose = <Name extends string>(option: string, text: string, names: readonly Name[]): Name =>
  names.find((name) => name === text) ??
  refuse(`${option} is ${JSON.stringify(text)}; it has to be one of ${names.join(', ')}.`);

const webSocketUri = (text: string | undefined): string | undefined => {
  if (text === undefined || (URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol))) return text;
  return refuse(`--see-other-uri is ${JSON.stringify(text)}; it has to be an address such as wss://host/ws/.`);
};

/** The files stand for `--tls` too: whoever names a certificate wants it used. */
const tlsFrom = ({ tls, 'tls-cert': certFile, 'tls-key': keyFile }: Values): ServerConfig['tls'] => {
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  if (certFile === undefined && keyFile === undefined) return tls ? 'self-signed' : undefined;
  return refuse('--tls-cert and --tls-key belong together; name both files, or neither.');
};

/** RFC 1035 §2.3.1: letters, digits and hyphens between dots. */
const domainPattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** @throws {LabError} LAB_PARAMETER_INVALID with the value seen and the value wanted */
export const readConfig = (argv: readonly string[]): ServerConfig => {
  const values = parse(argv);
  const xmppDomain = values['xmpp-domain'].toLowerCase();
  if (!domainPattern.test(xmppDomain)) {
    refuse(`--xmpp-domain is ${JSON.stringify(xmppDomain)}; it has to be a domain name such as localhost.`);
  }
  return {
    port: parseNumber(values.port, '--port', { least: 0, most: 65_535, isWhole: true }),
    window: parseNumber(values.window, '--window', { least: 1, most: 1000, isWhole: true }),
    seed: parseNumber(values.seed, '--seed', { least: 0, most: 2 ** 32 - 1, isWhole: true }),
    ratePerSecond: parseNumber(values.rate, '--rate', { least: 0, most: 10_000 }),
    rttMs: parseNumber(values.rtt, '--rtt', { least: 0, most: 2000 }),
    arrivals: choose('--arrivals', values.arrivals, arrivalPatterns),
    trace: values.trace,
    xmppDomain,
    xmppProfile: choose('--xmpp-profile', values['xmpp-profile'], xmppProfiles),
    needsEncryption: choose('--xmpp-encryption', values['xmpp-encryption'], ['optional', 'required']) === 'required',
    presenceGraceMs: parseNumber(values['presence-grace'], '--presence-grace', { least: 0, most: 86_400 }) * 1000,
    seeOtherUri: webSocketUri(values['see-other-uri']),
    tls: tlsFrom(values),
    isLan: values.lan,
    isHelpWanted: values.help,
  };
};
