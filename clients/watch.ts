// `npm run watch -- <transport>`: follows one transport in a terminal.
import { describeTransport } from '../servers/protocol/catalog.ts';
import { LabError } from '../servers/protocol/errors.ts';
import { createNodeRuntime } from './node-runtime.ts';
import { clientTransports } from './registry.ts';
import type { Arrival } from './transport.ts';
import { FrameLog } from './watch/frame-log.ts';
import { readWatchOptions, watchUsage, type WatchOptions } from './watch/options.ts';
import { cut, printable, type Screen } from './watch/screen.ts';

/** A terminal that does not tell its width has 0 columns. */
const usualColumns = 80;

const screen: Screen = {
  get columns() {
    return process.stdout.isTTY ? process.stdout.columns || usualColumns : undefined;
  },
  // https://no-color.org: present and not empty
  isStyled: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
  write: (line) => {
    process.stdout.write(`${line}\n`);
  },
};

const lineFor = (arrival: Arrival): string => {
  switch (arrival.kind) {
    case 'entry':
      return `${arrival.entry.cursor}  ${JSON.stringify(arrival.entry.event)}`;
    case 'empty':
      return '(an answer without news)';
    case 'ready':
      return `(ready${arrival.cursor === null ? '' : ` after ${arrival.cursor}`})`;
    case 'reconnect':
      return `(connection lost: ${arrival.why}; attempt ${arrival.attempt} follows)`;
    case 'dropped':
      return `(${arrival.entry.cursor} came again, or too late)`;
    case 'missed':
      return `(missed ${arrival.count ?? 'an unknown number of'} entries)`;
  }
};

/** Among frames an arrival is what the client made of one: a line that fits is enough. */
const write = (line: string, hasFrames: boolean): void => {
  const timed = `${new Date().toISOString().slice(11, 23)}  ${printable(line)}`;
  screen.write(hasFrames && screen.columns !== undefined ? cut(timed, screen.columns) : timed);
};

const watch = async (options: WatchOptions): Promise<void> => {
  const { id, url, topic, from, hasFrames, account, xmppDomain, tls } = options;
  const { title, how, needs } = describeTransport(id);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  // Whoever reads along (`| head`) has had enough.
  process.stdout.once('error', () => stop.abort());
  const log = new FrameLog({
    screen,
    isXml: needs.includes('xml'),
    parseXml: (text) => runtime.parseXml(text),
  });
  const runtime = createNodeRuntime({
    headers: 'browser',
    tls,
    ...(hasFrames && {
      onFrame: (direction: 'sent' | 'received', text: string) => log.frame(direction, text),
      onHandshake: (handshake) => log.handshake(handshake),
    }),
  });
  if (tls.isVerified === false) {
    process.stderr.write(`--insecure: NO certificate is checked, anybody may answer as ${url.host} and read along.\n`);
  }
  write(`${title}: ${how}. ${url.href}  (Ctrl-C ends)`, false);
  // An EventSource that waits to reconnect does not keep a process alive by itself.
  const keepAlive = setInterval(() => {}, 60_000);
  try {
    const target = { url, topic, from, signal: stop.signal, runtime, pollIntervalMs: 500, account, xmppDomain };
    for await (const arrival of clientTransports[id].follow(target)) write(lineFor(arrival), hasFrames);
  } finally {
    clearInterval(keepAlive);
    await runtime.close();
  }
};

const main = async (argv: readonly string[]): Promise<void> => {
  if (argv.includes('--help') || argv.length === 0) {
    process.stdout.write(watchUsage);
    return;
  }
  await watch(readWatchOptions(argv));
};

/** One sentence, and what can be done about it where there is something. */
const sentenceOf = (error: Error): string => {
  const sentence = error.message.split(/\.\s|\n/)[0]?.replace(/\.?$/, '') ?? '';
  return error instanceof LabError && error.code === 'LAB_CERTIFICATE_UNTRUSTED'
    ? `${sentence}; name one to trust with --ca FILE, or accept any with --insecure.`
    : `${sentence}.`;
};

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error as Error)}\n`);
  process.exitCode = error instanceof LabError && error.failure.retry ? 1 : 2;
});
