// `npm run watch -- <transport>`: follows one transport in a terminal.
import { parseArgs } from 'node:util';
import { describeTransport, isTransportId, transportIds, type TransportId } from '../servers/protocol/catalog.ts';
import { parseCursor } from '../servers/protocol/cursor.ts';
import { LabError } from '../servers/protocol/errors.ts';
import { parseTopic, type Topic } from '../servers/protocol/topic.ts';
import { createNodeRuntime } from './node-runtime.ts';
import { clientTransports } from './registry.ts';
import type { Arrival } from './transport.ts';

const usage = `npm run watch -- <transport> [--url URL] [--topic NODE] [--from C] [--frames]

  <transport>    ${transportIds.join(', ')}
  --url URL      address of the server (http://127.0.0.1:8080)
  --topic NODE   only this node, for example /finesse/api/User/1001001
  --from C       a cursor, now or earliest (now)
  --frames       show each frame that goes over the WebSocket (websocket, xmpp)
`;

interface WatchOptions {
  readonly id: TransportId;
  readonly url: URL;
  readonly topic: Topic | undefined;
  readonly from: 'now' | 'earliest' | ReturnType<typeof cursorFrom>;
  readonly hasFrames: boolean;
}

const refuse = (sentence: string): never => {
  throw new LabError('LAB_PARAMETER_INVALID', sentence);
};

const cursorFrom = (text: string): `${string}-${number}` => {
  parseCursor(text);
  return text as `${string}-${number}`;
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

const readOptions = (argv: readonly string[]): WatchOptions => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      topic: { type: 'string' },
      from: { type: 'string', default: 'now' },
      frames: { type: 'boolean', default: false },
    },
  });
  const id = positionals[0] ?? '';
  if (!isTransportId(id)) {
    return refuse(`${JSON.stringify(id)} is no transport; there are ${transportIds.join(', ')}.`);
  }
  return {
    id,
    url: urlFrom(values.url, id),
    topic: values.topic === undefined ? undefined : parseTopic(values.topic),
    from: values.from === 'now' || values.from === 'earliest' ? values.from : cursorFrom(values.from),
    hasFrames: values.frames,
  };
};

/** Text from the wire may hold control characters; a terminal must not obey them. */
// oxlint-disable-next-line no-control-regex -- control characters are what this pattern is about
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·');

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

const watch = async ({ id, url, topic, from, hasFrames }: WatchOptions): Promise<void> => {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const write = (line: string): void => {
    process.stdout.write(`${new Date().toISOString().slice(11, 23)}  ${printable(line)}\n`);
  };
  const runtime = createNodeRuntime({
    headers: 'browser',
    onFrame: hasFrames ? (direction, text) => write(`${direction === 'sent' ? '→' : '←'} ${text}`) : undefined,
  });
  write(`${describeTransport(id).title}: ${describeTransport(id).how}. ${url.href}  (Ctrl-C ends)`);
  // An EventSource that waits to reconnect does not keep a process alive by itself.
  const keepAlive = setInterval(() => {}, 60_000);
  try {
    const target = { url, topic, from, signal: stop.signal, runtime, pollIntervalMs: 500 };
    for await (const arrival of clientTransports[id].follow(target)) write(lineFor(arrival));
  } finally {
    clearInterval(keepAlive);
    await runtime.close();
  }
};

const main = async (argv: readonly string[]): Promise<void> => {
  if (argv.includes('--help') || argv.length === 0) {
    process.stdout.write(usage);
    return;
  }
  await watch(readOptions(argv));
};

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message.split(/\.\s|\n/)[0]?.replace(/\.?$/, '.')}\n`);
  process.exitCode = error instanceof LabError && error.failure.retry ? 1 : 2;
});
