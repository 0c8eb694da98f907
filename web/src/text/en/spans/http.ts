// English: spans of HTTP, of plain contents, and of bytes that cannot be read.
export const http = {
  unread: [
    'Not understood',
    'These bytes fit no rule of the protocol here; reading goes on where something known begins.',
  ],
  'unread.after-loss': [
    'After a loss',
    'Bytes before these were not captured, so nobody can say what these are the rest of.',
  ],
  'unread.utf8': ['Not UTF-8', 'The text has bytes that are not UTF-8, which a receiver must refuse (RFC 6455 §8.1).'],
  'unread.json': ['Not JSON', 'From here on the text breaks the grammar of JSON, or ends too soon (RFC 8259 §2).'],
  'unread.xml': ['Not XML', 'Not well-formed, or cut off: XMPP ends the stream at this point (RFC 6120 §4.9.3.13).'],
  forgotten: [
    'No longer kept',
    'The memory for this connection was full, so its oldest bytes made room for newer ones.',
  ],
  'content.text': ['Text', 'Content without a structure that this lab knows.'],
  'content.binary': ['Binary data', 'Content that is no text; only the programs at both ends know its form.'],
  'http.request-line': ['Request line', 'What the client wants, in one line: method, target, version (RFC 9112 §3).'],
  'http.method': [
    'Method',
    'What to do with the target: GET fetches, POST sends, OPTIONS asks what is allowed (RFC 9110 §9).',
  ],
  'http.space': ['Space', 'Exactly one space parts the words of the first line (RFC 9112 §3, §4).'],
  'http.target': ['Request target', 'Which resource is meant: path and query, without the host (RFC 9112 §3.2.1).'],
  'http.path': [
    'Path',
    'The name of the resource on this server; each transport of the lab has its own (RFC 3986 §3.3).',
  ],
  'http.query-mark': ['Question mark', 'Ends the path; parameters follow (RFC 3986 §3.4).'],
  'http.parameter': ['Parameter', 'One name and value in the query.'],
  'parameter.after': [
    'Parameter after',
    'The cursor that the client has: only newer entries are wanted. Without it: from now on.',
  ],
  'parameter.topic': ['Parameter topic', 'Only entries of this node are wanted, such as one agent or one team.'],
  'parameter.hold': [
    'Parameter hold',
    'For how many seconds the server may keep a long poll waiting for news (RFC 6202 §2).',
  ],
  'http.parameter-name': ['Parameter name', 'What the value is for.'],
  'http.equals': ['Equals sign', 'Parts name and value.'],
  'http.parameter-value': [
    'Parameter value',
    'Characters with a meaning of their own are written as % and two hex digits (RFC 3986 §2.1).',
  ],
  'http.ampersand': ['Ampersand', 'Another parameter follows.'],
  'http.version': [
    'Version',
    'Which HTTP the sender speaks: 1.0 closes after each answer, 1.1 keeps the connection (RFC 9112 §2.3).',
  ],
  'http.status-line': ['Status line', 'What became of the request: version, code, and words for people (RFC 9112 §4).'],
  'http.status-code': [
    'Status code',
    '1xx wait, 2xx done, 3xx elsewhere, 4xx your fault, 5xx ours; 204 is the empty poll (RFC 9110 §15).',
  ],
  'http.reason': ['Reason phrase', 'The code in words; programs ignore it, and HTTP/2 dropped it (RFC 9112 §4).'],
  'http.line-end': ['Line end', 'CR LF, two bytes that end every line of a head (RFC 9112 §2.2).'],
  'http.field': [
    'Header field',
    'One more fact about the message; who does not know it passes over it (RFC 9110 §5.1).',
  ],
  'http.field-name': ['Field name', 'Upper and lower case mean the same (RFC 9110 §5.1).'],
  'http.colon': ['Colon', 'Ends the name, with no space before it (RFC 9112 §5.1).'],
  'http.whitespace': ['White space', 'Optional, and no part of the value (RFC 9110 §5.6.3).'],
  'http.field-value': ['Field value', 'What the field says.'],
  'http.head-end': ['Empty line', 'The head ends here; the body follows, if there is one (RFC 9112 §2.1).'],
  'chunk.size': [
    'Chunk size',
    'Length of the next piece in hex: the server need not know the whole length (RFC 9112 §7.1).',
  ],
  'chunk.extension': ['Chunk extension', 'A remark on this chunk, which hardly anyone uses (RFC 9112 §7.1.1).'],
  'chunk.data': [
    'Chunk data',
    'A piece of the body, sent as soon as it was there: this is how HTTP/1.1 streams (RFC 9112 §7.1).',
  ],
  'chunk.data-end': ['End of the chunk', 'CR LF behind the data; the size did not count it (RFC 9112 §7.1).'],
  'chunk.last': ['Last chunk', 'Size 0: the body is complete, and the connection can be used again (RFC 9112 §7.1).'],
  'chunk.end': ['End of the body', 'An empty line behind the last chunk and its trailers (RFC 9112 §7.1.2).'],
} as const;
