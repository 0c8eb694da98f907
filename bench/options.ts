// The bench's options: argv in, a workload out. Each default stands in bench/workload.ts.
import { parseArgs } from 'node:util';
import type { CertificateFiles } from '../servers/certificate.ts';
import { isTransportId, transportIds, type TransportId } from '../servers/protocol/catalog.ts';
import { LabError } from '../servers/protocol/errors.ts';
import { parseNumber, type NumberRule } from '../servers/protocol/parameters.ts';
import { isPeerId, peerIds, type PeerId } from './report/peers.ts';
import type { Workload } from './report/result.ts';
import { defaultTransports, quick, workloads } from './workload.ts';

/** What `npm run bench` is asked to do. */
export interface BenchOptions {
  readonly workload: Workload;
  /** Servers of somebody else to measure beside the transports. */
  readonly peers: readonly PeerId[];
  /** Folder for the results; `null` = a new one under results/. */
  readonly out: string | null;
  /** Whose certificate the server proves itself with; `null` = one made for the run, if it is over TLS. */
  readonly certificateFiles: CertificateFiles | null;
  /** What the run is expected to show, as text, and a file with more of it (compare/expectations.ts). */
  readonly expect: readonly string[];
  readonly expectFile: string | null;
  readonly isJson: boolean;
  readonly isHelpWanted: boolean;
}

/** Shown by `npm run bench -- --help`. */
export const benchUsage = `npm run bench -- [options]

  --transports a,b     which (the seven of the ladder), or all: ${transportIds.join(', ')}
  --peer prosody       measure Prosody's PubSub over WebSocket in the same run (needs Prosody, on Linux)
  --workload NAME      desktops: each client its own agent; wallboard: all follow everything (desktops)
  --rate R             events a second: per client in desktops (2), of the feed in wallboard (20)
  --clients N          clients (100)
  --payload BYTES      JSON of an event (200)
  --poll-interval MS   (500)
  --hold S             how long a long poll is held (25)
  --rtt MS             emulated round trip, 0 = none (80)
  --duration S         measured seconds a repeat (4)
  --repeats N          (2)
  --seed N             (1)
  --freeze MS          stop the server for so long in the middle of each repeat (0)
  --tls                all over TLS, with a certificate made for the run
  --tls-cert FILE      over TLS with this certificate (PEM) …
  --tls-key FILE       … and its private key
  --headers KIND       request headers: browser or minimal (browser)
  --quick              1.5 s, one repeat
  --out DIR            write the results there
  --json               print run.json alone on stdout
  --expect WHAT        exit with 1 unless it holds: 'sse.p99 < 60', 'sse.bytes < 0.5*long-poll.bytes' (may be repeated)
  --expect-file FILE   expectations from a file, one a line, # begins a comment

npm run bench -- compare A B    holds two runs against each other: folders, names in results/, or latest
npm run bench -- check DIR      holds a run that is already measured against --expect
`;

const options = {
  transports: { type: 'string' },
  peer: { type: 'string' },
  workload: { type: 'string', default: 'desktops' },
  study: { type: 'string' },
  rate: { type: 'string' },
  clients: { type: 'string' },
  payload: { type: 'string' },
  'poll-interval': { type: 'string' },
  hold: { type: 'string' },
  rtt: { type: 'string' },
  duration: { type: 'string' },
  repeats: { type: 'string' },
  seed: { type: 'string' },
  freeze: { type: 'string' },
  tls: { type: 'boolean', default: false },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  headers: { type: 'string' },
  quick: { type: 'boolean', default: false },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  expect: { type: 'string', multiple: true },
  'expect-file': { type: 'string' },
  help: { type: 'boolean', default: false },
  url: { type: 'string' },
  host: { type: 'string' },
  target: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

const refuse = (sentence: string): never => {
  throw new LabError('LAB_PARAMETER_INVALID', sentence);
};

const parse = (argv: readonly string[]): Values => {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    return refuse(`${(cause as Error).message.split(/\.?\n|\.\s/)[0] ?? 'An option is wrong'}; see --help.`);
  }
};

const transportsFrom = (text: string | undefined): readonly TransportId[] => {
  if (text === undefined) return defaultTransports;
  if (text === 'all') return transportIds;
  const ids = [...new Set(text.split(','))];
  return ids.map((id) =>
    isTransportId(id)
      ? id
      : refuse(`--transports names ${JSON.stringify(id)}; there are ${transportIds.join(', ')}, and all.`),
  );
};

const peersFrom = (text: string | undefined): readonly PeerId[] => {
  if (text === undefined) return [];
  return isPeerId(text)
    ? [text]
    : refuse(`--peer is ${JSON.stringify(text)}; the only peer that can be measured is ${peerIds.join(', ')}.`);
};

const headersFrom = (text: string | undefined, fallback: Workload['headers']): Workload['headers'] => {
  if (text === undefined) return fallback;
  if (text === 'browser' || text === 'minimal') return text;
  return refuse(`--headers is ${JSON.stringify(text)}; it has to be browser or minimal.`);
};

/** The files stand for `--tls` too, as they do for the server. */
const filesFrom = ({ 'tls-cert': certFile, 'tls-key': keyFile }: Values): CertificateFiles | null => {
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  if (certFile === undefined && keyFile === undefined) return null;
  return refuse('--tls-cert and --tls-key belong together; name both files, or neither.');
};

const workloadFrom = (values: Values): Workload => {
  const named =
    (Object.hasOwn(workloads, values.workload) ? workloads[values.workload] : undefined) ??
    refuse(
      `--workload is ${JSON.stringify(values.workload)}; it has to be one of ${Object.keys(workloads).join(', ')}.`,
    );
  const base = values.quick ? { ...named, ...quick } : named;
  const number = (name: keyof Values, fallback: number, rule: NumberRule): number => {
    const text = values[name];
    return typeof text === 'string' ? parseNumber(text, `--${name}`, rule) : fallback;
  };
  return {
    ...base,
    transports: transportsFrom(values.transports),
    ratePerSecond: number('rate', base.ratePerSecond, { least: 0.01, most: 10_000 }),
    clients: number('clients', base.clients, { least: 1, most: 5000, isWhole: true }),
    payloadBytes: number('payload', base.payloadBytes, { least: 110, most: 65_000, isWhole: true }),
    pollIntervalMs: number('poll-interval', base.pollIntervalMs, { least: 20, most: 60_000 }),
    holdSeconds: number('hold', base.holdSeconds, { least: 0.1, most: 60 }),
    rttMs: number('rtt', base.rttMs, { least: 0, most: 2000 }),
    durationSeconds: number('duration', base.durationSeconds, { least: 0.5, most: 600 }),
    repeats: number('repeats', base.repeats, { least: 1, most: 20, isWhole: true }),
    seed: number('seed', base.seed, { least: 0, most: 2 ** 31 - 1, isWhole: true }),
    headers: headersFrom(values.headers, base.headers),
    ...((values.tls || filesFrom(values) !== null) && { isTls: true }),
    ...(values.freeze !== undefined && { freezeMs: number('freeze', 0, { least: 0, most: 60_000 }) }),
  };
};

/** Beyond this share of the measured part hardly anything would be left of it. */
const longestFreezeShare = 0.8;

const refuseLongFreeze = ({ freezeMs = 0, durationSeconds }: Workload): void => {
  if (freezeMs > durationSeconds * 1000 * longestFreezeShare) {
    refuse(
      `--freeze ${freezeMs} leaves too little of --duration ${durationSeconds}: at most 80 % of it may be frozen.`,
    );
  }
};

/** Samples that one process can keep in memory. */
const maximumDeliveries = 5_000_000;

const refuseImpossible = ({
  kind,
  ratePerSecond,
  clients,
  durationSeconds,
  repeats,
  pollIntervalMs,
  rttMs,
}: Workload): void => {
  const events = ratePerSecond * (kind === 'desktops' ? clients : 1) * durationSeconds;
  const deliveries = ratePerSecond * clients * durationSeconds * repeats;
  if (deliveries > maximumDeliveries) {
    refuse(`This ${kind} workload means ${Math.round(deliveries)} deliveries; at most ${maximumDeliveries} are kept.`);
  }
  if (Math.round(events) < 1)
    refuse(`This ${kind} workload publishes no event: raise --rate, --clients or --duration.`);
  if (rttMs >= 34 && rttMs <= 46) {
    refuse(
      `--rtt ${rttMs} lies at the edge of the delayed acknowledgement (40 ms), where bytes follow no rule; take one below 34 or above 46.`,
    );
  }
  // A request over a new connection takes two round trips: a poll has to be answered before the next is due.
  if (pollIntervalMs <= rttMs * 2) {
    refuse(`--poll-interval ${pollIntervalMs} is not above two round trips of --rtt ${rttMs}: polls would overlap.`);
  }
};

/** @throws {LabError} LAB_PARAMETER_INVALID with the value seen and the value wanted */
export const readBenchOptions = (argv: readonly string[]): BenchOptions => {
  const values = parse(argv);
  if (values.url !== undefined || values.host !== undefined || values.target !== undefined) {
    refuse('The bench starts and loads its own server on this machine; another host is not ours to load.');
  }
  if (values.study !== undefined)
    refuse(`--study is ${JSON.stringify(values.study)}; this version has no studies yet.`);
  const workload = workloadFrom(values);
  refuseImpossible(workload);
  refuseLongFreeze(workload);
  const peers = peersFrom(values.peer);
  if (peers.length > 0 && workload.isTls === true) {
    refuse('--tls is of the lab’s own server; a peer is measured without TLS: leave out one of the two.');
  }
  if (peers.length > 0 && (workload.freezeMs ?? 0) > 0) {
    refuse('--freeze stops the lab’s own server; a peer’s processes are not ours to stop: leave out --peer.');
  }
  return { workload, peers, ...outcomeFrom(values) };
};

const outcomeFrom = (values: Values): Omit<BenchOptions, 'workload' | 'peers'> => ({
  out: values.out ?? null,
  certificateFiles: filesFrom(values),
  expect: values.expect ?? [],
  expectFile: values['expect-file'] ?? null,
  isJson: values.json,
  isHelpWanted: values.help,
});
