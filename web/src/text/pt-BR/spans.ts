// Brazilian Portuguese: the name and the explanation of every kind of span, and of every message.
import type { SpanKind } from '../../dissect/span-kinds.ts';
import type { SpanText } from '../en/spans/part.ts';
import { fields } from './spans/fields.ts';
import { http } from './spans/http.ts';
import { streams } from './spans/streams.ts';
import { xmpp } from './spans/xmpp.ts';

export { summaries } from './summaries.ts';

export const spans: Readonly<Record<SpanKind, SpanText>> = { ...http, ...fields, ...streams, ...xmpp };
