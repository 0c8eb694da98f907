// English: spans of header fields.
export const fields = {
  'field.host': [
    'Host',
    'Which site is meant, for one address may serve many; HTTP/1.1 refuses a request without it (RFC 9110 §7.2).',
  ],
  'field.connection': [
    'Connection',
    'keep-alive, close or Upgrade: what is to become of this TCP connection (RFC 9110 §7.6.1).',
  ],
  'field.upgrade': ['Upgrade', 'Which protocol to change to on this connection: websocket (RFC 9110 §7.8).'],
  'field.keep-alive': [
    'Keep-Alive',
    'How long the server keeps an idle connection; coming back later costs a new handshake (RFC 2068 §19.7.1).',
  ],
  'field.content-length': [
    'Content-Length',
    'The body has so many bytes, so the receiver knows where it ends (RFC 9112 §6.2).',
  ],
  'field.transfer-encoding': [
    'Transfer-Encoding',
    'chunked: the length is unknown when the answer starts, so it comes in pieces (RFC 9112 §6.1).',
  ],
  'field.content-type': ['Content-Type', 'What the body is: JSON, an event stream, XML (RFC 9110 §8.3).'],
  'field.date': ['Date', 'When the answer was made, to the second (RFC 9110 §6.6.1).'],
  'field.cache-control': [
    'Cache-Control',
    'no-store: nobody on the way may keep this answer, for the next one is another (RFC 9111 §5.2).',
  ],
  'field.pragma': ['Pragma', 'no-cache for caches of the time of HTTP/1.0 (RFC 9111 §5.4).'],
  'field.sec-websocket-key': [
    'Sec-WebSocket-Key',
    '16 random bytes; the answer must prove that the server has read them as a WebSocket (RFC 6455 §4.1).',
  ],
  'field.sec-websocket-accept': [
    'Sec-WebSocket-Accept',
    'SHA-1 of the key and a fixed GUID: proof that this is no cached HTTP answer (RFC 6455 §4.2.2).',
  ],
  'field.sec-websocket-version': ['Sec-WebSocket-Version', '13, the only version in use (RFC 6455 §4.1).'],
  'field.sec-websocket-protocol': [
    'Sec-WebSocket-Protocol',
    'What the frames will carry: xmpp makes each one a stanza (RFC 7395 §3.1).',
  ],
  'field.sec-websocket-extensions': [
    'Sec-WebSocket-Extensions',
    'Offers such as compression; the lab takes none, so that frames stay legible (RFC 6455 §9.1).',
  ],
  'field.last-event-id': [
    'Last-Event-ID',
    'The id of the last event seen: a reconnecting EventSource resumes without a gap (WHATWG SSE).',
  ],
  'field.lab-cursor': [
    'Lab-Cursor',
    "This lab's own: position in the feed, so that even an empty 204 moves the client on.",
  ],
  'field.origin': ['Origin', 'Which site the page came from; the server decides whether that site may (RFC 6454 §7).'],
  'field.referer': ['Referer', 'The page that caused the request, misspelt since 1996 (RFC 9110 §10.1.3).'],
  'field.access-control-allow-origin': [
    'Access-Control-Allow-Origin',
    'Pages of this origin may read the answer, though it is of another port (WHATWG Fetch, CORS).',
  ],
  'field.access-control-expose-headers': [
    'Access-Control-Expose-Headers',
    'Fields that a script of another origin may read, such as Lab-Cursor (WHATWG Fetch).',
  ],
  'field.access-control-request-method': [
    'Access-Control-Request-Method',
    'Preflight: the browser asks whether the page may use this method (WHATWG Fetch).',
  ],
  'field.access-control-request-headers': [
    'Access-Control-Request-Headers',
    'Preflight: fields that the page wants to send (WHATWG Fetch).',
  ],
  'field.access-control-allow-methods': [
    'Access-Control-Allow-Methods',
    'Answer to a preflight: these methods are granted (WHATWG Fetch).',
  ],
  'field.access-control-allow-headers': [
    'Access-Control-Allow-Headers',
    'Answer to a preflight: these fields are granted (WHATWG Fetch).',
  ],
  'field.access-control-max-age': [
    'Access-Control-Max-Age',
    'For so many seconds the browser need not ask again (WHATWG Fetch).',
  ],
  'field.timing-allow-origin': [
    'Timing-Allow-Origin',
    'Lets the page see sizes and times of this request (W3C Resource Timing).',
  ],
  'field.user-agent': [
    'User-Agent',
    'Which program asks; about 110 bytes in each request of a browser (RFC 9110 §10.1.5).',
  ],
  'field.accept': [
    'Accept',
    'Media types that the client takes; text/event-stream asks for a stream (RFC 9110 §12.5.1).',
  ],
  'field.accept-encoding': ['Accept-Encoding', 'Compressions that the client can undo (RFC 9110 §12.5.3).'],
  'field.accept-language': ['Accept-Language', 'Languages of the user, best first (RFC 9110 §12.5.4).'],
  'field.sec-fetch': [
    'Sec-Fetch-…',
    'The browser says why it asks: from which site, how, and for what; scripts cannot fake it (W3C Fetch Metadata).',
  ],
  'field.sec-ch-ua': ['Sec-CH-UA…', 'Client hints: brand, platform and kind of the browser (W3C UA Client Hints).'],
  'field.authorization': [
    'Authorization',
    'Name and password in base64, which hides nothing without TLS (RFC 7617 §2).',
  ],
  'field.www-authenticate': ['WWW-Authenticate', 'How to prove who you are, after a 401 (RFC 9110 §11.6.1).'],
  'field.cookie': ['Cookie', 'What this server asked the browser to bring along (RFC 6265 §5.4).'],
  'field.set-cookie': ['Set-Cookie', 'Asks the browser to bring this with every request (RFC 6265 §4.1).'],
  'field.x-accel-buffering': [
    'X-Accel-Buffering',
    'no: tells nginx not to collect the stream, or events would arrive late, all at once.',
  ],
  'field.vary': ['Vary', 'The answer depends on these request fields, so caches must compare them (RFC 9110 §12.5.5).'],
  'field.retry-after': ['Retry-After', 'Come back after so many seconds (RFC 9110 §10.2.3).'],
  'field.allow': ['Allow', 'Methods that work here (RFC 9110 §10.2.1).'],
  'field.server': ['Server', 'Which program answers (RFC 9110 §10.2.4).'],
} as const;
