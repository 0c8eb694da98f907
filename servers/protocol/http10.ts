// HTTP/1.0 messages as text (RFC 1945): one request, one response, and the connection closes.
import { LabError } from './errors.ts';

const CRLF = '\r\n';

/** Header fields in the order in which they are written. */
export type HeaderFields = Readonly<Record<string, string>>;

const fieldLines = (headers: HeaderFields): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}${CRLF}`)
    .join('');

/** RFC 1945 §5: `GET path HTTP/1.0`, fields, empty line. */
export const formatRequest = (path: string, headers: HeaderFields): string =>
  `GET ${path} HTTP/1.0${CRLF}${fieldLines(headers)}${CRLF}`;

/** RFC 1945 §6.1: the head of a response, up to and with the empty line. */
export const formatResponseHead = (status: number, reason: string, headers: HeaderFields): string =>
  `HTTP/1.0 ${status} ${reason}${CRLF}${fieldLines(headers)}${CRLF}`;

/** A response taken apart; header names are in lower case. */
export interface Http10Response {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Reads a whole response (everything until the server closed).
 * @throws {LabError} LAB_ANSWER_INVALID when it is no HTTP/1.0 response or shorter than its Content-Length
 */
export const parseResponse = (bytes: Uint8Array): Http10Response => {
  const text = new TextDecoder('latin1').decode(bytes);
  const headEnd = text.indexOf(CRLF + CRLF);
  const lines = text.slice(0, Math.max(headEnd, 0)).split(CRLF);
  const status = /^HTTP\/1\.0 (\d{3})(?: |$)/.exec(lines[0] ?? '')?.[1];
  if (headEnd < 0 || status === undefined) {
    throw new LabError('LAB_ANSWER_INVALID', `This is no HTTP/1.0 response: ${JSON.stringify(text.slice(0, 60))}.`);
  }
  const headers = new Map<string, string>();
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const body = bytes.subarray(headEnd + 4);
  const announced = Number(headers.get('content-length') ?? body.byteLength);
  if (body.byteLength !== announced) {
    throw new LabError(
      'LAB_CONNECTION_LOST',
      `The connection ended after ${body.byteLength} of ${announced} bytes of the body.`,
    );
  }
  return { status: Number(status), headers, body: new TextDecoder().decode(body) };
};
