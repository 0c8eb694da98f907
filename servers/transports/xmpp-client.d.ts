// What the tests use of @xmpp/client, which has no types of its own.
declare module '@xmpp/client' {
  export interface Element {
    readonly name: string;
    readonly attrs: Readonly<Record<string, string>>;
    is(name: string): boolean;
    getChild(name: string): Element | undefined;
    text(): string;
  }
  export interface XmppClient {
    readonly iqCaller: { request(stanza: Element): Promise<Element> };
    readonly reconnect: { stop(): void };
    on(event: 'stanza', listener: (stanza: Element) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    send(stanza: Element): Promise<void>;
    start(): Promise<{ toString(): string }>;
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
