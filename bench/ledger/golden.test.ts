// The golden constants of the wire (MEASURING §1.4), as this code computes them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalog } from '../../servers/protocol/catalog.ts';
import { encodeEvent, encodeHeartbeat } from '../../servers/protocol/server-sent-events.ts';
import { namespaces } from '../../servers/protocol/xmpp.ts';
import { workload } from '../model/bed.ts';
import { totalOf } from '../model/messages.ts';
import { messageSizes } from '../model/specimens.ts';
import {
  chunkBytes,
  closeBytes,
  closePackets,
  frameHeaderBytes,
  loopbackSegmentBytes,
  openBytes,
  openPackets,
  recordBytes,
  recordsOf,
  segmentBytes,
  segmentsOf,
} from './golden.ts';

describe('TCP/IP', () => {
  it('172 to open, 156 to close, 328 bytes in 6 packets together', () => {
    assert.deepEqual([openBytes, closeBytes, openBytes + closeBytes], [172, 156, 328]);
    assert.equal(openPackets + closePackets, 6);
  });
  it('n + 52 for each segment of a message', () => {
    const message = (n: number): number => n + segmentBytes * segmentsOf(n);
    assert.deepEqual(
      [message(100), message(loopbackSegmentBytes), message(loopbackSegmentBytes + 1)],
      [152, 65_535, 65_588],
    );
  });
  it('one that is pushed and acknowledged, and another: the 356 bytes of a push of 100 each', () => {
    assert.equal(100 + segmentBytes + (100 + segmentBytes) + segmentBytes, 356);
  });
});

describe('framing', () => {
  it('WebSocket: 2, 4, 10 from the server, 4 more from a client; ping 2, pong 6', () => {
    const lengths = [125, 126, 65_535, 65_536];
    assert.deepEqual(
      lengths.map((length) => frameHeaderBytes(length, false)),
      [2, 4, 4, 10],
    );
    assert.deepEqual(
      lengths.map((length) => frameHeaderBytes(length, true)),
      [6, 8, 8, 14],
    );
    assert.deepEqual([frameHeaderBytes(0, false), frameHeaderBytes(0, true)], [2, 6]);
  });
  it('SSE: 8 around the data, and the id line; a chunk of 16 to 255 bytes adds 6', () => {
    const content = 'x'.repeat(120);
    assert.equal(encodeEvent('abc-1', content).length - content.length, 8 + 'id: abc-1\n'.length);
    assert.deepEqual([16, 255].map(chunkBytes), [6, 6]);
    assert.deepEqual([15, 256].map(chunkBytes), [5, 7]);
    assert.equal(encodeHeartbeat('abc-1').length, ': \nid: abc-1\n\n'.length);
  });
  it('XMPP: each frame is a whole stanza, which names its namespace in 22 bytes (RFC 7395 §3.3.3)', () => {
    assert.equal(` xmlns="${namespaces.client}"`.length, 22);
  });
  it('TLS: 22 a record in 1.3, 29 in 1.2 with AES-GCM; a record holds 16 KiB', () => {
    assert.deepEqual(recordBytes, { 'TLSv1.3': 22, 'TLSv1.2': 29 });
    assert.deepEqual([1, 16_384, 16_385].map(recordsOf), [1, 1, 2]);
  });
});

describe('the messages of the default run', () => {
  const context = { workload, sequence: 2500, publishedAtNs: 10_995_598_582_578n };
  it('are written down for every transport of the catalog', () => {
    for (const id of Object.keys(catalog) as (keyof typeof catalog)[]) assert.ok(messageSizes(id, context), id);
  });
  it('an event costs 4 bytes beside its JSON on a WebSocket, 35 on SSE, and some 1,350 in XMPP', () => {
    const around = (id: 'sse' | 'websocket' | 'xmpp'): number => {
      const entry = messageSizes(id, context)?.entry;
      return entry ? totalOf(entry) - entry.payload : NaN;
    };
    assert.equal(around('websocket'), 4);
    assert.equal(around('sse'), 'id: eeeeeeeeee-2500\n'.length + 8 + 7);
    assert.ok(around('xmpp') > 1300 && around('xmpp') < 1400, `${around('xmpp')}`);
  });
  it('a browser’s poll request is 492 to 570 bytes long, a minimal one about 100', () => {
    const request = (headers: 'browser' | 'minimal'): number => {
      const sizes = messageSizes('short-poll', { ...context, workload: { ...workload, headers } });
      return sizes ? totalOf(sizes.request) : NaN;
    };
    assert.ok(request('browser') > 492 && request('browser') < 570, `${request('browser')}`);
    assert.ok(request('minimal') > 90 && request('minimal') < 150, `${request('minimal')}`);
  });
});
