// The headers of the pages: what a browser may load, run and connect to from here.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from '../tap/addresses.ts';
import { hostNameOf } from './door.ts';

/** Of every file that a browser is served. */
const always = {
  'x-content-type-options': 'nosniff',
  // The trainer's token stands in the address of the page.
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/**
 * A browser heeds it on origins it trusts, and complains of it on others, such as a plain address of the network.
 * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
const openerPolicyFor = ({ host, protocol }: FastifyRequest): Readonly<Record<string, string>> => {
  const name = hostNameOf(host);
  const isTrustworthy = protocol === 'https' || isLoopback(name) || /(?:^|\.)localhost$/.test(name);
  return isTrustworthy ? { 'cross-origin-opener-policy': 'same-origin' } : {};
};

/** What no page here does. */
const never = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'"];

/**
 * Where the transports are: on other ports of the host that was asked. https://www.w3.org/TR/CSP3/#framework-directive-source-list
 * has no form for IPv6 addresses, so that a page which is opened by one reaches its own port alone.
 */
const portsOf = (host: string): readonly string[] => {
  const name = hostNameOf(host);
  if (!/^[a-z\d-]+(?:\.[a-z\d-]+)*$/.test(name)) return [];
  return ['http', 'https', 'ws', 'wss'].map((scheme) => `${scheme}://${name}:*`);
};

/** Everything is a file of this server; a chart may be an image. Styles are set by script, never by an attribute in HTML. */
const pagePolicy = (host: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...portsOf(host)].join(' '),
    "worker-src 'self'",
    ...never,
  ].join('; ');

/**
 * A report has its one script and style in itself, and names them by their hashes in a policy of its own
 * (bench/report/html.ts). In a sandbox it has no origin: it can reach nothing of this server, whatever it was made of.
 */
const reportPolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  ...never,
  'sandbox allow-scripts allow-downloads',
].join('; ');

/** For a file of the built pages. */
export const asPage = (reply: FastifyReply): void => serveWith(reply, pagePolicy(reply.request.host));

/** For a file of a finished run. */
export const asResult = (reply: FastifyReply): void => serveWith(reply, reportPolicy);

const serveWith = (reply: FastifyReply, policy: string): void =>
  void reply.headers({ ...always, ...openerPolicyFor(reply.request), 'content-security-policy': policy });
