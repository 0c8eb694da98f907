// The page's language: which catalog is in force, and how texts, counts and times are made from it.
import { computed, signal } from '@preact/signals';
import type { Texts } from './en.ts';

/** Languages by their BCP 47 tag, with their own names. */
export const languages = { en: 'English', 'zh-Hant': '繁體中文', 'pt-BR': 'Português (Brasil)' } as const;
export type Language = keyof typeof languages;
export type TextKey = keyof Texts;

const loaders: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: () => import('./en.ts').then((module) => module.en),
  'zh-Hant': () => import('./zh-Hant.ts').then((module) => module.zhHant),
  'pt-BR': () => import('./pt-BR.ts').then((module) => module.ptBr),
};

/** Empty until a language was set: nobody loads texts that they cannot read. */
const inForce = signal<{ readonly language: Language; readonly texts: Texts | null }>({ language: 'en', texts: null });

/** The language of the page; reading it in a component makes it follow. */
export const language = computed(() => inForce.value.language);

/** Resolves when the language is in force. @throws when its file cannot be loaded; the old one stays */
export const setLanguage = async (wanted: Language): Promise<void> => {
  inForce.value = { language: wanted, texts: await loaders[wanted]() };
};

/** The language that a reader's system asks for, or English. https://www.rfc-editor.org/rfc/rfc4647#section-3.4 */
export const languageFor = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    if (/^zh/i.test(tag)) return 'zh-Hant';
    if (/^pt/i.test(tag)) return 'pt-BR';
    if (/^en/i.test(tag)) return 'en';
  }
  return 'en';
};

type Values = Readonly<Record<string, string | number>>;

/** Fills `{names}` in. */
export const fill = (text: string, values: Values): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** A text of the page. */
export const say = (key: TextKey, values: Values = {}): string => fill(inForce.value.texts?.[key] ?? key, values);

/** Keys that exist in a form for one and a form for others. */
type PluralKey = TextKey extends infer Key ? (Key extends `${infer Stem}.one` ? Stem : never) : never;

/** A text by how many there are of something (https://tc39.es/ecma402/#pluralrules-objects). */
export const sayCount = (key: PluralKey, count: number, values: Values = {}): string => {
  const form = new Intl.PluralRules(language.value).select(count) === 'one' ? 'one' : 'other';
  return say(`${key}.${form}` as TextKey, { count: formatNumber(count), ...values });
};

/** Emptied when the language changes. */
const numberFormats = computed(() => (void language.value, new Map<number, Intl.NumberFormat>()));

const formatWith = (value: number, digits: number): string => {
  const formats = numberFormats.value;
  let format = formats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(digits, format);
  }
  return format.format(value);
};

/** A number with so many decimals. @param digits 0 by default */
export const formatNumber = (value: number, digits = 0): string => formatWith(value, digits);

/** Milliseconds: decimals where they tell something. */
export const formatMs = (ms: number): string => formatWith(ms, ms < 0.995 ? 2 : ms < 9.95 ? 1 : 0);

const shareFormats = computed(() =>
  [0, 1].map(
    (maximumFractionDigits) => new Intl.NumberFormat(language.value, { style: 'percent', maximumFractionDigits }),
  ),
);

/** A share of one in per cent. */
export const formatShare = (share: number): string => shareFormats.value[share < 0.1 ? 1 : 0]?.format(share) ?? '';

/** Bytes, from a thousand on in kB. */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1000) return sayCount('shell.bytes', Math.round(bytes));
  if (bytes < 1e6) return say('shell.kilobytes', { count: formatWith(bytes / 1000, bytes < 1e5 ? 1 : 0) });
  return say('shell.megabytes', { count: formatWith(bytes / 1e6, 1) });
};

/** A span of time in words. */
export const formatSpan = (ms: number): string => {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 60) return say('shell.seconds', { seconds: formatWith(seconds, seconds < 9.95 ? 1 : 0) });
  const whole = Math.round(seconds);
  return say('shell.minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 });
};
