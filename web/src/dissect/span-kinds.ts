// The kinds of span: every byte of a capture is of one of these, and every language has a name and a sentence for each.
import { wordsOf, type Words } from './words.ts';

/** Header fields that the texts know. */
const fields = [
  'host connection upgrade keep-alive content-length transfer-encoding content-type date cache-control pragma',
  'sec-websocket-key sec-websocket-accept sec-websocket-version sec-websocket-protocol sec-websocket-extensions',
  'last-event-id lab-cursor origin referer access-control-allow-origin access-control-expose-headers',
  'access-control-request-method access-control-request-headers access-control-allow-methods',
  'access-control-allow-headers access-control-max-age timing-allow-origin user-agent accept accept-encoding',
  'accept-language sec-fetch sec-ch-ua authorization www-authenticate cookie set-cookie x-accel-buffering vary',
  'retry-after allow server',
] as const;

/** Kinds by family: `http` and `method` make `http.method`. */
const families = {
  http: [
    'request-line method space target path query-mark parameter parameter-name equals parameter-value ampersand',
    'version status-line status-code reason line-end field field-name colon whitespace field-value head-end',
  ],
  parameter: ['after topic hold'],
  field: fields,
  chunk: ['size extension data data-end last end'],
  sse: ['block heartbeat id event-type data retry comment unknown name colon space value line-end dispatch'],
  ws: [
    'text binary continuation close ping pong reserved rsv length length-16 length-64 mask-key payload',
    'masked-payload control-data close-code close-reason',
  ],
  json: ['object array member name string number literal punctuation space'],
  lab: [
    'entry position batch board command answer error agent cursor published-at topics event events agents more gap',
    'set id ok code message after next missed',
  ],
  event: ['type agent state at pad'],
  xml: [
    'element start-tag end-tag name space attribute attribute-name equals quote attribute-value bracket text entity',
    'cdata forbidden escaped-tag',
  ],
  attribute: [
    'xmlns to from id type node jid version lang mechanism subscription h previd resume max lab-entry lab-cursor',
    'rid sid wait hold key requests inactivity polling ack content condition restart',
  ],
  xmpp: [
    'open close features mechanisms mechanism auth challenge response success failure sasl-message iq bind resource',
    'jid session ping disco roster pubsub subscribe unsubscribe subscription items item publish event notification',
    'message body presence caps result-set sm enable enabled ack-request ack resume resumed failed error stream-error',
    'condition delay gap',
  ],
  bosh: ['body'],
  content: ['text binary'],
  unread: ['after-loss utf8 json xml'],
} as const;

type Families = typeof families;

/** What a span is; the key of its name and its explanation in `web/src/text/<language>/spans.ts`. */
export type SpanKind =
  | { [Family in keyof Families]: `${Family}.${Words<Families[Family][number]>}` }[keyof Families]
  | 'unread'
  | 'forgotten';

/** All kinds. */
export const spanKinds = (): readonly SpanKind[] => [
  'unread',
  'forgotten',
  ...Object.entries(families).flatMap(([family, lines]) =>
    wordsOf<string>(lines).map((name) => `${family}.${name}` as SpanKind),
  ),
];

const fieldNames: ReadonlySet<string> = new Set(wordsOf(fields));

/** The kind of a header field, by its lower-case name; a family of fields has one. */
export const fieldKind = (name: string): SpanKind => {
  const family = /^sec-(?:fetch|ch-ua)(?=-|$)/.exec(name)?.[0] ?? name;
  return fieldNames.has(family) ? (`field.${family}` as SpanKind) : 'http.field';
};
