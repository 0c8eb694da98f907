// BOSH on real sockets, for tests: a lab with this door alone, requests as bytes, and one conversation.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { encodePlain } from '../../protocol/xmpp.ts';
import { openLab, type TestLab } from '../../testing/lab.ts';
import { exchange, RawClient } from '../../testing/raw-client.ts';
import { bosh } from './bosh.ts';

export const ns = 'http://jabber.org/protocol/httpbind';
export const post = (body: string, ...fields: readonly string[]): string =>
  [
    'POST /http-bind/ HTTP/1.1',
    'Host: lab',
    'Content-Type: text/xml; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...fields,
    '',
    body,
  ].join('\r\n');
export const creation = (attributes: string): string =>
  `<body xmlns='${ns}' rid='100' ${attributes} xmlns:xmpp='urn:xmpp:xbosh' xmpp:version='1.0'/>`;
export const usual = `to='localhost' wait='60' hold='1' ver='1.6'`;

export const open = (context: TestContext, options = {}): Promise<TestLab> =>
  openLab(context, { transports: { bosh }, ...options });

/** One session, asked over as many connections as it takes. */
export class Talk {
  readonly sid: string;
  readonly #lab: TestLab;
  rid = 100;

  private constructor(lab: TestLab, sid: string) {
    this.#lab = lab;
    this.sid = sid;
  }

  static async begin(lab: TestLab, attributes = usual): Promise<Talk> {
    const answer = await exchange(lab.port, post(creation(attributes), 'Connection: close'));
    return new Talk(lab, /sid="([^"]+)"/.exec(answer)?.[1] ?? '');
  }

  /** Sends a request and leaves it open. */
  send(content = '', attributes = '', rid = (this.rid += 1)): RawClient {
    const body = `<body xmlns='${ns}' rid='${rid}' sid='${this.sid}' ${attributes}>${content}</body>`;
    return new RawClient(this.#lab.port, post(body, 'Connection: close'));
  }

  /** The content of the answer's body. */
  async ask(content = '', attributes = '', rid = (this.rid += 1)): Promise<string> {
    const text = await this.send(content, attributes, rid).end();
    return text.slice(text.indexOf('\r\n\r\n') + 4);
  }

  async login(): Promise<this> {
    const plain = encodePlain({ authzid: '', authcid: '1001001', password: 'secret' });
    assert.match(
      await this.ask(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${plain}</auth>`),
      /<success /,
    );
    assert.match(
      await this.ask('', `xmlns:xmpp='urn:xmpp:xbosh' xmpp:restart='true' to='localhost'`),
      /^<body xmlns="http:\/\/jabber\.org\/protocol\/httpbind" xmlns:stream="http:\/\/etherx\.jabber\.org\/streams"><stream:features [^>]*><bind /,
    );
    const bind = `<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>desk</resource></bind></iq>`;
    assert.match(await this.ask(bind), /<jid>1001001@localhost\/desk<\/jid>/);
    return this;
  }

  async subscribe(): Promise<this> {
    const subscribe = `<iq xmlns='jabber:client' type='set' id='s' to='pubsub.localhost'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='/lab/events' jid='1001001@localhost/desk'/></pubsub></iq>`;
    assert.match(await this.ask(subscribe), /subscription="subscribed"/);
    return this;
  }
}

export const idsIn = (text: string): readonly string[] =>
  [...text.matchAll(/<item id="([^"]+)"/g)].map(([, id = '']) => id);

export const terminate = (condition: string): RegExp =>
  new RegExp(`^<body xmlns="${ns}"[^>]* type="terminate" condition="${condition}"`);
