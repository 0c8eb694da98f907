// Every way the lab can refuse something: one table from code to HTTP status, WebSocket close code, XMPP condition and retry.

/** What a failure looks like on each wire. */
export interface Failure {
  /** HTTP status code (RFC 9110 §15). */
  readonly httpStatus: number;
  /** WebSocket close code; 4000 to 4999 are for private use (RFC 6455 §7.4.2). */
  readonly webSocketClose: number;
  /** Stanza error condition (RFC 6120 §8.3.3). */
  readonly xmppCondition: string;
  /** Whether the same request may succeed later without being changed. */
  readonly retry: boolean;
  /** What happened, for the README's table. */
  readonly meaning: string;
}

const failure = (
  httpStatus: number,
  webSocketClose: number,
  xmppCondition: string,
  rest: { retry: boolean; meaning: string },
): Failure => ({ httpStatus, webSocketClose, xmppCondition, ...rest });

/** The closed list of failures. The README's table is tested against it. */
export const failures = {
  LAB_CURSOR_INVALID: failure(400, 4400, 'bad-request', {
    retry: false,
    meaning: 'the cursor is not `<epoch>-<sequence>`, or lies ahead of the feed',
  }),
  LAB_CURSOR_EXPIRED: failure(410, 4410, 'item-not-found', {
    retry: false,
    meaning: 'entries after the cursor are gone (log overrun or server restarted): go on from `earliest`',
  }),
  LAB_PARAMETER_INVALID: failure(400, 4400, 'bad-request', {
    retry: false,
    meaning: 'a query parameter or an option has a value outside its range',
  }),
  LAB_TOPIC_INVALID: failure(400, 4400, 'item-not-found', {
    retry: false,
    meaning: 'the topic is not a node name: it starts with `/` and has 2 to 200 visible characters',
  }),
  LAB_EVENT_INVALID: failure(400, 4400, 'bad-request', {
    retry: false,
    meaning: 'the published event has an unknown type or a wrong field',
  }),
  LAB_BODY_TOO_LARGE: failure(413, 1009, 'policy-violation', {
    retry: false,
    meaning: 'a body, frame or stanza is over 64 KiB',
  }),
  LAB_FRAME_INVALID: failure(400, 1007, 'bad-request', {
    retry: false,
    meaning: 'a frame or body is not what its protocol allows',
  }),
  LAB_UPGRADE_REQUIRED: failure(426, 1002, 'bad-request', {
    retry: false,
    meaning: 'a plain request came to a WebSocket address',
  }),
  LAB_SUBPROTOCOL_INVALID: failure(400, 1002, 'bad-request', {
    retry: false,
    meaning: '`/ws/` without the subprotocol `xmpp`, or `/websocket/events` or `/control` with any',
  }),
  LAB_CREDENTIALS_WRONG: failure(401, 4401, 'not-authorized', {
    retry: false,
    meaning: 'no such agent, another password, or a token that is not the trainer’s',
  }),
  LAB_AGENT_UNKNOWN: failure(404, 4404, 'item-not-found', {
    retry: false,
    meaning: 'no agent of this id exists',
  }),
  LAB_AGENT_FORBIDDEN: failure(403, 4403, 'forbidden', {
    retry: false,
    meaning: 'an agent may change only their own state',
  }),
  LAB_TRAINER_ONLY: failure(403, 4403, 'forbidden', {
    retry: false,
    meaning: 'only the trainer may do this: open the page with the token that the terminal shows',
  }),
  LAB_ORIGIN_FORBIDDEN: failure(403, 4403, 'forbidden', {
    retry: false,
    meaning: 'a page of another host, or under a name that anyone could give, asked for a WebSocket',
  }),
  LAB_STATE_REFUSED: failure(400, 4400, 'not-acceptable', {
    retry: false,
    meaning: 'the agent cannot go from the present state to the one asked for',
  }),
  LAB_ROUTE_UNKNOWN: failure(404, 4404, 'item-not-found', {
    retry: false,
    meaning: 'nothing is served at this address',
  }),
  LAB_SERVER_BUSY: failure(503, 1013, 'resource-constraint', {
    retry: true,
    meaning: 'a limit is reached: on connections, requests, wrong tokens, or what may run at a time',
  }),
  LAB_SERVER_CLOSING: failure(503, 1001, 'service-unavailable', {
    retry: true,
    meaning: 'the server is shutting down',
  }),
  LAB_CONNECTION_LOST: failure(502, 1006, 'remote-server-timeout', {
    retry: true,
    meaning: 'the connection ended before the answer was whole',
  }),
  // RFC 9110 §4.3.4: without a valid certificate a server has no authority over the URI. RFC 6455 §7.4.1: 1015 stands for
  // a handshake that failed, "e.g., the server certificate can't be verified". RFC 6120 §8.3.3.17: "problems with TLS".
  LAB_CERTIFICATE_UNTRUSTED: failure(421, 1015, 'remote-server-timeout', {
    retry: false,
    meaning: 'the client does not trust the certificate of the server',
  }),
  LAB_ANSWER_INVALID: failure(502, 1002, 'undefined-condition', {
    retry: true,
    meaning: 'the other side answered something the protocol does not allow',
  }),
  LAB_SERVER_FAILED: failure(500, 1011, 'internal-server-error', {
    retry: true,
    meaning: 'the server met a fault of its own; its log has the cause',
  }),
} as const satisfies Record<string, Failure>;

/** One of the codes in {@link failures}. */
export type LabErrorCode = keyof typeof failures;

/** The one error class: match on `code`, never on the text. */
export class LabError extends Error {
  readonly code: LabErrorCode;

  constructor(code: LabErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LabError';
    this.code = code;
  }

  get failure(): Failure {
    return failures[this.code];
  }

  /** The error as it stands in a JSON answer. */
  toJSON(): { code: LabErrorCode; message: string } {
    return { code: this.code, message: this.message };
  }
}

/** Any thrown value as a LabError: unknown ones become LAB_SERVER_FAILED and keep their cause. */
export const asLabError = (cause: unknown): LabError =>
  cause instanceof LabError
    ? cause
    : new LabError('LAB_SERVER_FAILED', 'The server met a fault of its own.', { cause });

/** Whether `value` is one of the codes in {@link failures}. */
export const isLabErrorCode = (value: unknown): value is LabErrorCode =>
  typeof value === 'string' && Object.hasOwn(failures, value);
