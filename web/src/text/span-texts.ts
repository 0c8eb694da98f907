// Names and explanations of the wire's bytes, in the language of the page; loaded with the first view that wants them.
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { SpanKind } from '../dissect/span-kinds.ts';
import type { SummaryKey } from '../dissect/summary-keys.ts';
import { language, type Language } from './say.ts';

/** One language's. */
export interface SpanTexts {
  readonly spans: Readonly<Record<SpanKind, readonly [name: string, explanation: string]>>;
  /** With `{name}` for what the wire said. */
  readonly summaries: Readonly<Record<SummaryKey, string>>;
}

const loaders: Readonly<Record<Language, () => Promise<SpanTexts>>> = {
  en: () => import('./en/spans.ts'),
  'zh-Hant': () => import('./zh-Hant/spans.ts'),
  'pt-BR': () => import('./pt-BR/spans.ts'),
};

const inForce = signal<SpanTexts | null>(null);

/** `null` = they are not there yet. */
export const spanTexts: ReadonlySignal<SpanTexts | null> = inForce;

/** Follows the language of the page. @returns what ends it */
export const followSpanTexts = (): (() => void) =>
  effect(() => {
    const wanted = language.value;
    // Without them the bytes can still be looked at; the next language is another try.
    void loaders[wanted]().then(
      (texts) => language.peek() === wanted && (inForce.value = texts),
      () => {},
    );
  });
