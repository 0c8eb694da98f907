// For tests: one conversation of every kind, short enough to be cut, broken and spliced many times.
import { chunk, entry, exampleKey, frame, upgraded, type Said } from './records.ts';

const key = { key: exampleKey };
const json = `{"cursor":"e1-2","events":[${entry(1)},${entry(2, { content: 'Ünïcode “…”' })}],"more":false}`;
const board = `{"cursor":"e1-1","agents":[{"type":"agent-state","agent":"1","state":"READY"}],"events":[${entry(1)}]}`;
const event = (sequence: number): string =>
  `<message xmlns="jabber:client" from="pubsub.localhost" to="1001001@localhost"><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="/lab/events"><item id="${sequence}"><notification xmlns="http://jabber.org/protocol/pubsub" xmlns:lab="urn:transport-lab:entry" lab:entry='${entry(sequence)}'>&lt;Update&gt;&lt;data&gt;x&amp;amp;y&lt;/data&gt;&lt;/Update&gt;</notification></item></items></event></message>`;

/** By name: the transport, and what was said. */
export const conversations: Readonly<Record<string, { readonly transport: string; readonly said: readonly Said[] }>> = {
  polls: {
    transport: 'short-poll',
    said: [
      ['up', 'GET /short-poll/events?after=e1-0&topic=%2Flab HTTP/1.1\r\nHost: lab\r\nAccept: */*\r\n\r\n'],
      [
        'down',
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
      ],
      ['up', 'HEAD / HTTP/1.1\r\nHost: lab\r\n\r\nGET /b HTTP/1.1\r\nHost: lab\r\n\r\n'],
      ['down', 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nHTTP/1.1 204 No Content\r\nLab-Cursor: e1-2\r\n\r\n'],
      ['up', 'POST /c HTTP/1.1\r\nHost: lab\r\nContent-Length: 5\r\n\r\nhello'],
      [
        'down',
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 54\r\n\r\n{"code":"LAB_CURSOR_INVALID","message":"No such one."}',
      ],
    ],
  },
  board: {
    transport: 'http10',
    said: [
      ['up', 'GET /http10/events HTTP/1.0\r\n\r\n'],
      ['down', `HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n${board}`],
    ],
  },
  sse: {
    transport: 'sse',
    said: [
      ['up', 'GET /sse/events HTTP/1.1\r\nHost: lab\r\nAccept: text/event-stream\r\n\r\n'],
      ['down', 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'],
      ['down', chunk(': \nid: e1-0\n\n')],
      [
        'down',
        chunk(`id: e1-1\ndata: ${entry(1)}\n\nid: e1-2\nda`) + chunk(`ta: ${entry(2)}\n`) + chunk('\nretry: 2000\n\n'),
      ],
      ['down', '0\r\nX-Trailer: a\r\n\r\n'],
      ['up', 'GET /sse/events HTTP/1.1\r\nHost: lab\r\n\r\n'],
      [
        'down',
        `HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: e1-3\r\ndata: ${entry(3)}\r\n\r\n: \nid: e1-3\n\n`,
      ],
    ],
  },
  websocket: {
    transport: 'websocket',
    said: [
      ...upgraded(),
      ['down', frame('{"cursor":"e1-0"}')],
      ['down', Buffer.concat([frame(entry(1)), frame(''), frame('', { first: 0x89 })])],
      [
        'up',
        Buffer.concat([frame('', { first: 0x8a, ...key }), frame('{"id":1,"set":{"agent":"1","state":"READY"}}', key)]),
      ],
      ['down', frame('{"id":1,"ok":true}')],
      [
        'down',
        Buffer.concat([
          frame(entry(2).slice(0, 40), { first: 1 }),
          frame('ab', { first: 0x89 }),
          frame(entry(2).slice(40), { first: 0x80 }),
        ]),
      ],
      ['down', frame(entry(3, { pad: 'x'.repeat(300) }))],
      ['up', frame(Buffer.from('\x03\xe8bye', 'latin1'), { first: 0x88, ...key })],
      ['down', frame(Buffer.from('\x03\xe8', 'latin1'), { first: 0x88 })],
    ],
  },
  xmpp: {
    transport: 'xmpp',
    said: [
      ...upgraded('xmpp'),
      ['up', frame(`<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>`, key)],
      [
        'up',
        frame(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>ADEwMDEwMDEAc2VjcmV0</auth>`, key),
      ],
      ['down', frame(`<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>`)],
      [
        'up',
        frame(
          `<iq type='set' id='s1' xmlns='jabber:client'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>`,
          key,
        ),
      ],
      ['down', frame(`<iq xmlns="jabber:client" type="result" id="s1"/>`)],
      ['down', Buffer.concat([frame(event(1)), frame(event(2))])],
    ],
  },
  bosh: {
    transport: 'bosh',
    said: [
      [
        'up',
        `POST /http-bind/ HTTP/1.1\r\nHost: lab\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: 80\r\n\r\n<body xmlns="http://jabber.org/protocol/httpbind" rid="7" sid="a" xml:lang="e"/>`,
      ],
      [
        'down',
        `HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(`<body xmlns="http://jabber.org/protocol/httpbind">${event(1).slice(0, 300)}`)}${chunk(`${event(1).slice(300)}</body>`)}0\r\n\r\n`,
      ],
    ],
  },
};
