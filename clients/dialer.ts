// How a Node client opens connections: TCP, and TLS over it, in one way for each of the runtime's primitives.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { callbackify } from 'node:util';
import { LabError } from '../servers/protocol/errors.ts';
import type { SocketMeter } from './socket-meter.ts';
import type { TcpTarget } from './tcp-target.ts';

/** Whose certificates a client takes. */
export interface TlsTrust {
  /** Certificates in PEM: one of them is the server's own or has issued it. @default the roots that Node brings */
  readonly ca?: string | Buffer | undefined;
  /** Whether a server has to show a certificate that is trusted, current, and its own. @default true */
  readonly isVerified?: boolean | undefined;
}

/** How long a connection may be silent before it stands, in milliseconds. */
const connectTimeoutMs = 10_000;
/** After this time without a byte the system asks whether the other side is still there, in milliseconds. */
const keepAliveInitialDelay = 60_000;

/**
 * Opens the connections of one client.
 *
 * Every TLS connection begins with a full handshake: no session is kept, so none is resumed (RFC 8446 §2.2). A browser
 * resumes within a while, and saves the certificate on the way down; a desktop that comes back after a cut or a night does
 * not. What a connection costs is then the same for each, whichever came first, and whichever primitive opened it; undici
 * alone would resume (its `maxCachedSessions`), `ws` and a bare socket would not. In the same way all of them name
 * `http/1.1` to the server (RFC 7301): for these transports it is the only protocol.
 */
export class Dialer {
  readonly #meter: SocketMeter;
  readonly #trust: TlsTrust;
  readonly #pending = new Set<Socket>();
  #context: SecureContext | undefined;
  #isClosed = false;

  constructor(meter: SocketMeter, trust: TlsTrust = {}) {
    this.#meter = meter;
    this.#trust = trust;
  }

  /**
   * A connection over which nothing has been said yet; it counts from here on.
   * @throws {LabError} LAB_CONNECTION_LOST, or LAB_CERTIFICATE_UNTRUSTED before anything but the handshake was sent
   */
  async dial(target: TcpTarget, signal?: AbortSignal): Promise<Socket> {
    const { host, port, isTls } = target;
    const tcp = connectTcp({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay });
    await this.#untilItStands(tcp, target, signal);
    if (!isTls) {
      this.#meter.track(tcp);
      return tcp;
    }
    const tls = connectTls({
      socket: tcp,
      host,
      // RFC 6066 §3 [spec] "Literal IPv4 and IPv6 addresses are not permitted in "HostName"."
      ...(isIP(host) === 0 && { servername: host }),
      secureContext: this.#secureContext,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: this.#trust.isVerified ?? true,
    });
    this.#meter.track(tls, tcp);
    await this.#untilItStands(tls, target, signal);
    return tls;
  }

  /** `dial` for libraries that want a callback. */
  connect(target: TcpTarget, callback: (error: Error | null, socket?: Socket) => void): void {
    callbackify(() => this.dial(target))(callback);
  }

  /** Gives up whatever does not stand yet, and opens no more. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#pending) socket.destroy();
  }

  /** Made when it is needed, and once: reading certificates takes longer than a handshake. */
  get #secureContext(): SecureContext {
    const { ca } = this.#trust;
    this.#context ??= createSecureContext({ ...(ca !== undefined && { ca }), minVersion: 'TLSv1.2' });
    return this.#context;
  }

  async #untilItStands(socket: Socket, target: TcpTarget, signal?: AbortSignal): Promise<void> {
    const abandon = (): void => void socket.destroy(new LabError('LAB_CONNECTION_LOST', 'The request was abandoned.'));
    this.#pending.add(socket);
    signal?.addEventListener('abort', abandon);
    try {
      if (signal?.aborted === true || this.#isClosed) abandon();
      await standing(socket, target);
    } finally {
      signal?.removeEventListener('abort', abandon);
      this.#pending.delete(socket);
    }
  }
}

/** Resolves when the connection stands, and rejects with why it does not. */
const standing = (socket: Socket, target: TcpTarget): Promise<void> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => void socket.destroy(new Error(`no answer within ${connectTimeoutMs / 1000} s`));
    socket.setTimeout(connectTimeoutMs, giveUp);
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
      socket.setTimeout(0, giveUp);
      resolve();
    });
    // It stays: an error between now and the moment when somebody uses the connection must not end the process.
    socket.on('error', (cause) => reject(faultOf(cause, socket, target)));
    socket.once('close', () => reject(new LabError('LAB_CONNECTION_LOST', 'The connection closed.')));
  });

/** What was found wrong with a certificate, in words (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const mistrust: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its issuer is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is unknown',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_HAS_EXPIRED: 'it has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host',
};

const faultOf = (cause: Error, socket: Socket, { host, port }: TcpTarget): LabError => {
  if (cause instanceof LabError) return cause;
  const name = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  // Its type says Error; it is the code of what was found wrong, or null.
  const found = socket instanceof TLSSocket ? (socket.authorizationError as string | Error | null) : null;
  return found === null
    ? new LabError('LAB_CONNECTION_LOST', `The connection to ${name} failed: ${reasonOf(cause)}.`, { cause })
    : new LabError(
        'LAB_CERTIFICATE_UNTRUSTED',
        `The certificate of ${name} is not trusted: ${mistrust[String(found)] ?? String(found)}.`,
        { cause },
      );
};

/** OpenSSL's own messages are long and name its source; where several addresses failed, Node's is empty. */
const reasonOf = ({ message, code, reason }: NodeJS.ErrnoException & { readonly reason?: unknown }): string =>
  typeof reason === 'string' ? `the TLS handshake ended with “${reason}”` : message || (code ?? 'nobody knows why');
