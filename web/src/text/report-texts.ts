// The words of the bench's reports in the page's language. Only the view that shows runs loads them.
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { ReportWords } from '../../../bench/report/words.ts';
import { report as english } from './en/report.ts';
import { language, type Language } from './say.ts';

const loaders: Readonly<Record<Language, () => Promise<ReportWords>>> = {
  en: () => Promise.resolve(english),
  'zh-Hant': () => import('./zh-Hant/report.ts').then((module) => module.report),
  'pt-BR': () => import('./pt-BR/report.ts').then((module) => module.report),
};

const inForce = signal<ReportWords | null>(null);

/** `null` until they are loaded; a language that cannot be loaded is shown in English. */
export const reportTexts: ReadonlySignal<ReportWords | null> = inForce;

effect(() => {
  const wanted = language.value;
  void loaders[wanted]()
    .catch(() => english)
    .then((words) => {
      // A later choice may have been loaded first.
      if (language.peek() === wanted) inForce.value = words;
    });
});
