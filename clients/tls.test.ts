// Every transport over TLS, with the client of the registry: it delivers, it trusts nobody blindly, and it does not try for ever.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import { makeCertificate } from '../servers/certificate.ts';
import { describeTransport, transportIds, type TransportId } from '../servers/protocol/catalog.ts';
import type { LabError } from '../servers/protocol/errors.ts';
import { eventExamples } from '../servers/protocol/event.ts';
import { openLab, until, type TestLab } from '../servers/testing/lab.ts';
import { TcpTap } from '../servers/testing/tcp-tap.ts';
import type { AppOptions } from '../servers/app.ts';
import type { TlsTrust } from './dialer.ts';
import { createNodeRuntime, type NodeRuntime } from './node-runtime.ts';
import { clientTransports } from './registry.ts';
import type { Arrival } from './transport.ts';

const certificate = await makeCertificate();

/** What a handshake that succeeded agreed upon; a socket forgets it when it closes. */
interface Agreed {
  readonly socket: TLSSocket;
  readonly terms: readonly unknown[];
}

/** A lab with TLS, and every handshake that succeeded there. */
const openTlsLab = async (
  context: TestContext,
  options: AppOptions = {},
): Promise<{ readonly lab: TestLab; readonly handshakes: readonly Agreed[] }> => {
  const lab = await openLab(context, { tls: certificate, ...options });
  const handshakes: Agreed[] = [];
  lab.app.server.on('secureConnection', (socket: TLSSocket) => {
    handshakes.push({ socket, terms: [socket.getProtocol(), socket.isSessionReused(), socket.alpnProtocol] });
  });
  return { lab, handshakes };
};

interface Following {
  readonly arrivals: AsyncIterable<Arrival>;
  readonly runtime: NodeRuntime;
  readonly stop: AbortController;
}

const follow = (context: TestContext, id: TransportId, port: number, tls: TlsTrust = {}): Following => {
  const runtime = createNodeRuntime({ tls });
  const stop = new AbortController();
  context.after(() => {
    stop.abort();
    return runtime.close();
  });
  const { scheme, path } = describeTransport(id);
  const url = new URL(`${scheme}s://127.0.0.1:${port}${path}`);
  const target = { url, from: 'now', signal: stop.signal, runtime, pollIntervalMs: 20 } as const;
  return { arrivals: clientTransports[id].follow(target), runtime, stop };
};

/** The first three cursors that arrive; each is published when the one before it has come. */
const delivered = async (
  { arrivals, stop }: Following,
  { feed }: TestLab,
  beforeTheEnd: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> => {
  const cursors: string[] = [];
  for await (const arrival of arrivals) {
    if (arrival.kind === 'entry') cursors.push(arrival.entry.cursor);
    if (cursors.length === 3) {
      await beforeTheEnd();
      stop.abort();
    } else if (arrival.kind === 'ready' || arrival.kind === 'entry') feed.publish(eventExamples['agent-state']);
  }
  return cursors;
};

const three = ['e1-1', 'e1-2', 'e1-3'];

for (const id of transportIds) {
  test(`${id} delivers over TLS 1.3, with a full handshake for each of its connections`, async (context) => {
    const { lab, handshakes } = await openTlsLab(context);
    const following = follow(context, id, lab.port, { ca: certificate.cert });
    assert.deepEqual(await delivered(following, lab), three);
    assert.ok(handshakes.length > 0);
    for (const { terms } of handshakes) assert.deepEqual(terms, ['TLSv1.3', false, 'http/1.1']);
    await until(
      () => following.runtime.totals.connections === handshakes.length,
      'each connection of the client is one that the server agreed to',
    );
  });

  test(`${id} is refused a certificate that nobody vouches for, in one sentence and once`, async (context) => {
    const { lab, handshakes } = await openTlsLab(context);
    let opened = 0;
    lab.app.server.on('connection', () => (opened += 1));
    const { arrivals, runtime } = follow(context, id, lab.port);
    const seen: string[] = [];
    await assert.rejects(
      async () => {
        for await (const { kind } of arrivals) seen.push(kind);
      },
      ({ code, message }: LabError) => {
        assert.equal(code, 'LAB_CERTIFICATE_UNTRUSTED');
        assert.equal(message, `The certificate of 127.0.0.1:${lab.port} is not trusted: it is self-signed.`);
        return true;
      },
    );
    assert.deepEqual([seen, opened, runtime.totals.plainUp], [[], 1, 0]);
    // RFC 8446 §6.2: who ends a handshake says why, so that the server never takes it for one that succeeded.
    assert.equal(handshakes.filter(({ socket }) => socket.bytesRead > 0).length, 0);
  });
}

for (const id of transportIds) {
  test(`the runtime of ${id} counts what a proxy sees, and what was said in the clear`, async (context) => {
    const { lab, handshakes } = await openTlsLab(context);
    const tap = await TcpTap.open(context, lab.port);
    const following = follow(context, id, tap.port, { ca: certificate.cert });
    const inTheClear = (way: 'bytesRead' | 'bytesWritten'): number =>
      handshakes.reduce((sum, { socket }) => sum + socket[way], 0);
    // A client that hangs up does not hear the server's goodbye: hence while it is still there, between two questions.
    await delivered(following, lab, () =>
      until(() => {
        const { connections, ...bytes } = following.runtime.totals;
        return isDeepStrictEqual(
          [connections, bytes],
          [
            tap.connections,
            {
              bytesUp: tap.up.byteLength,
              bytesDown: tap.down.byteLength,
              plainUp: inTheClear('bytesRead'),
              plainDown: inTheClear('bytesWritten'),
            },
          ],
        );
      }, 'the totals are those of the proxy and of the server'),
    );
    const { bytesUp, bytesDown, plainUp, plainDown } = following.runtime.totals;
    assert.ok(bytesUp > plainUp && plainUp > 0 && bytesDown > plainDown && plainDown > 0);
  });
}

for (const id of ['xmpp', 'bosh'] as const) {
  test(`${id} logs in with PLAIN where encryption is required`, async (context) => {
    const { lab } = await openTlsLab(context, { xmpp: { needsEncryption: true } });
    const following = follow(context, id, lab.port, { ca: certificate.cert });
    assert.deepEqual(await delivered(following, lab), three);
  });
}

test('a WebSocket that is closed before its handshake is over leaves no connection behind', async (context) => {
  const { lab } = await openTlsLab(context);
  const runtime = createNodeRuntime({ tls: { ca: certificate.cert } });
  context.after(() => runtime.close());
  let [opened, closed] = [0, 0];
  lab.app.server.on('connection', (socket) => {
    opened += 1;
    socket.on('close', () => (closed += 1));
  });
  const socket = runtime.openWebSocket(new URL(`wss://127.0.0.1:${lab.port}/websocket/events`));
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.addEventListener('error', () => {});
  socket.addEventListener('close', () => resolve());
  socket.close();
  await promise;
  await until(() => opened === 1 && closed === 1, 'the server has seen it come and go');
});
