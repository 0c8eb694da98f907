// What the tests use of @xmpp/client, which has no types of its own.
declare module '@xmpp/client' {
  export interface Element {
    readonly name: string;
    readonly attrs: Readonly<Record<string, string>>;
    getChild(name: string): Element | undefined;
    text(): string;
  }
  export interface XmppClient {
    readonly jid: { toString(): string } | null;
    readonly iqCaller: { request(stanza: Element): Promise<Element> };
    readonly reconnect: { delay: number };
    readonly streamManagement: { on(event: 'resumed', listener: () => void): void };
    on(event: 'stanza' | 'send', listener: (element: Element) => void): void;
    on(event: 'online', listener: (jid: { toString(): string }) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    removeListener(event: 'stanza', listener: (element: Element) => void): void;
    send(stanza: Element): Promise<void>;
    start(): Promise<unknown>;
    stop(): Promise<unknown>;
  }
  export const client: (options: {
    readonly service: string;
    readonly domain: string;
    readonly resource: string;
    readonly username: string;
    readonly password: string;
  }) => XmppClient;
  export const xml: (
    name: string,
    attributes?: Readonly<Record<string, string>>,
    ...children: readonly (Element | string)[]
  ) => Element;
}
