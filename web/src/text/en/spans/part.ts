// What a part of the span texts is in another language: the same keys as in English, or it does not compile.

/** What a span is called, and why its bytes are there. */
export type SpanText = readonly [name: string, explanation: string];

/** One part of a language. */
export type Part<English> = Readonly<Record<keyof English, SpanText>>;
