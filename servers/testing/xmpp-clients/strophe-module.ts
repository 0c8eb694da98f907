// strophe.js for Node: its types, as far as the driver needs them, and the one piece of a browser that it does not bring along.
import { DOMParser } from '@xmldom/xmldom';
import XMLHttpRequest from 'xhr2';

/** An element of its DOM. */
export interface StropheNode {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  getElementsByTagName(name: string): ArrayLike<StropheNode>;
}

/** A connection that may be used again after it was lost. */
export interface StropheConnection {
  readonly jid: string;
  /** Told each frame or body that goes out. */
  rawOutput: (data: string) => void;
  connect(jid: string, password: string, onStatus: (status: number) => void): void;
  addHandler(handler: (stanza: StropheNode) => boolean, namespace: null, name: string): void;
  hasResumed(): boolean;
  reset(): void;
  send(stanza: unknown): void;
  sendIQ(stanza: unknown, onResult: () => void, onError: (error: unknown) => void): void;
  disconnect(): void;
}

interface StropheBuilder {
  c(name: string, attributes: Readonly<Record<string, string>>): StropheBuilder;
}

interface StropheModule {
  readonly Strophe: {
    readonly Connection: new (url: string, options: { readonly enableStreamManagement: boolean }) => StropheConnection;
    readonly LogLevel: { readonly FATAL: number };
    readonly Status: Readonly<Record<'CONNECTED' | 'DISCONNECTED' | 'AUTHFAIL' | 'CONNFAIL' | 'ERROR', number>>;
    setLogLevel(level: number): void;
  };
  readonly $iq: (attributes: Readonly<Record<string, string>>) => StropheBuilder;
  readonly $pres: () => StropheBuilder;
}

/** BOSH in strophe.js reads `responseXML`, which xhr2 leaves out. */
class XmlHttpRequest extends XMLHttpRequest {
  get responseXML(): unknown {
    return this.responseText ? new DOMParser().parseFromString(this.responseText, 'text/xml') : null;
  }
}

Object.assign(globalThis, { XMLHttpRequest: XmlHttpRequest });

/** Its types name their neighbours without an extension, which this project's resolution does not follow. */
export const { Strophe, $iq, $pres } = (await import('strophe.js')) as unknown as StropheModule;
Strophe.setLogLevel(Strophe.LogLevel.FATAL);
