// Where the connection of a URL goes: host, port, and whether TLS is spoken there.

/** The other end of a connection. */
export interface TcpTarget {
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Whether a TLS handshake comes first (RFC 8446). */
  readonly isTls: boolean;
}

/** RFC 9110 §4.2.2 and RFC 6455 §3: `https` and `wss` are TLS, on port 443 when none is named. */
export const tcpTargetOf = ({ protocol, hostname, port }: URL): TcpTarget => {
  const isTls = protocol === 'https:' || protocol === 'wss:';
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || (isTls ? 443 : 80)), isTls };
};
