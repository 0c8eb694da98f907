// The one reader of the server's argv and environment; each default stands here, once.
import { parseArgs } from 'node:util';
import { LabError } from './protocol/errors.ts';
import { parseNumber } from './protocol/parameters.ts';
import { arrivalPatterns, type ArrivalPattern } from './simulation/timetable.ts';

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
  /** @default 'poisson' */
  readonly arrivals: ArrivalPattern;
  /** Trace to replay instead of the simulation. */
  readonly trace: string | undefined;
  /** @default 'localhost' */
  readonly xmppDomain: string;
  readonly isHelpWanted: boolean;
}

/** Shown by `npm start -- --help`. */
export const serverUsage = `npm start -- [options]

  --port N            port to listen on, 0 picks a free one (8080)
  --window N          entries on a board (20)
  --seed N            seed of the simulated contact centre (1)
  --rate R            events a second of the simulation, 0 for none (2)
  --arrivals KIND     poisson, fixed or burst (poisson)
  --trace FILE        replay a recorded trace (NDJSON: {"atMs","event"} a line)
  --xmpp-domain NAME  domain of the XMPP service (localhost)
  --xmpp-profile NAME finesse (the only one so far)
`;

const options = {
  port: { type: 'string', default: '8080' },
  window: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  rate: { type: 'string', default: '2' },
  arrivals: { type: 'string', default: 'poisson' },
  trace: { type: 'string' },
  'xmpp-domain': { type: 'string', default: 'localhost' },
  'xmpp-profile': { type: 'string', default: 'finesse' },
  lan: { type: 'boolean', default: false },
  tls: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const refuse = (sentence: string): never => {
  throw new LabError('LAB_PARAMETER_INVALID', sentence);
};

const parse = (argv: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof options }>>['values'] => {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    return refuse(`${(cause as Error).message.split(/\.?\n|\.\s/)[0] ?? 'An option is wrong'}; see --help.`);
  }
};

const arrivalsFrom = (text: string): ArrivalPattern =>
  arrivalPatterns.find((pattern) => pattern === text) ??
  refuse(`--arrivals is ${JSON.stringify(text)}; it has to be one of ${arrivalPatterns.join(', ')}.`);

/** RFC 1035 §2.3.1: letters, digits and hyphens between dots. */
const domainPattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** @throws {LabError} LAB_PARAMETER_INVALID with the value seen and the value wanted */
export const readConfig = (argv: readonly string[]): ServerConfig => {
  const values = parse(argv);
  if (values.lan || values.tls) {
    refuse(`--${values.lan ? 'lan' : 'tls'} is not built yet; this version serves 127.0.0.1 without TLS.`);
  }
  if (values['xmpp-profile'] !== 'finesse') {
    refuse(`--xmpp-profile is ${JSON.stringify(values['xmpp-profile'])}; this version knows only finesse.`);
  }
  const xmppDomain = values['xmpp-domain'].toLowerCase();
  if (!domainPattern.test(xmppDomain)) {
    refuse(`--xmpp-domain is ${JSON.stringify(xmppDomain)}; it has to be a domain name such as localhost.`);
  }
  return {
    port: parseNumber(values.port, '--port', { least: 0, most: 65_535, isWhole: true }),
    window: parseNumber(values.window, '--window', { least: 1, most: 1000, isWhole: true }),
    seed: parseNumber(values.seed, '--seed', { least: 0, most: 2 ** 32 - 1, isWhole: true }),
    ratePerSecond: parseNumber(values.rate, '--rate', { least: 0, most: 10_000 }),
    arrivals: arrivalsFrom(values.arrivals),
    trace: values.trace,
    xmppDomain,
    isHelpWanted: values.help,
  };
};
