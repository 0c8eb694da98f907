// English: the name and the explanation of every kind of span, and of every message.
import type { SpanKind } from '../../dissect/span-kinds.ts';
import type { SpanText } from './spans/part.ts';
import { fields } from './spans/fields.ts';
import { http } from './spans/http.ts';
import { streams } from './spans/streams.ts';
import { xmpp } from './spans/xmpp.ts';

export { summaries } from './summaries.ts';

export const spans = { ...http, ...fields, ...streams, ...xmpp } as const satisfies Record<SpanKind, SpanText>;
