// The floor: one line of JSON per entry on bare TCP. The same clients, rate, payload and relay, and no protocol at all.
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import type { ClientTransport } from '../../clients/transport.ts';
import { encodeOnce, entryJson } from '../../servers/feed/encode-once.ts';
import type { FeedReader } from '../../servers/feed/reader.ts';
import { decodeEntry } from '../../servers/protocol/entry.ts';
import { parseTopic } from '../../servers/protocol/topic.ts';
import { followStream, guarded } from '../../clients/stream.ts';

const lineBytes = encodeOnce((entry) => Buffer.from(`${entryJson(entry)}\n`));

/** A client sends its topic and a line break, and gets the entries from then on. */
export const listenFloor = async (feed: FeedReader, host: string): Promise<{ server: Server; port: number }> => {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.once('data', (data) => {
      const text = data.toString().trim();
      const topic = text === '' ? undefined : parseTopic(text);
      const follower = feed.follow(
        { cursor: feed.locate('now'), topic },
        {
          name: `floor ${socket.remoteAddress}:${socket.remotePort}`,
          write: (entries) => socket.write(Buffer.concat(entries.map(lineBytes))),
          gap: () => socket.destroy(),
        },
      );
      socket.write('\n');
      socket.on('drain', () => follower.resume());
      socket.on('close', () => follower.close());
    });
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen({ host, port: 0, backlog: 4096 }, resolve));
  return { server, port: (server.address() as AddressInfo).port };
};

/** The other half. Node only, and only for the bench: it is no transport that anyone would choose. */
export const floorClient: ClientTransport = {
  follow: (target) =>
    followStream(target, (_from, events) => {
      // A URL writes an IPv6 address in brackets (RFC 3986 §3.2.2), a socket wants it without.
      const host = target.url.hostname.replace(/^\[|\]$/g, '');
      const socket = connect({ host, port: Number(target.url.port), noDelay: true });
      let rest = '';
      socket.setEncoding('utf8');
      socket.on('connect', () => socket.write(`${target.topic ?? ''}\n`));
      socket.on(
        'data',
        guarded(events, (data: string | Buffer) => {
          const lines = (rest + data.toString()).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) {
            if (line === '') events.ready(null);
            else events.entry(decodeEntry(line));
          }
        }),
      );
      socket.on('error', () => {});
      socket.on('close', () => events.lost('the connection closed'));
      return () => socket.destroy();
    }),
};
