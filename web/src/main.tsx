// The page's entry.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { LabPage } from './lab-page.ts';
import { followTheme } from './parts/media.ts';
import { takeToken } from './session/token.ts';
import { Address } from './state/address.ts';
import { languageFor, say, setLanguage } from './text/say.ts';
import { viewIds, views } from './views.ts';

const start = async (root: HTMLElement): Promise<void> => {
  const token = takeToken();
  const page = new LabPage(new Address(window), token);
  followTheme(page.state.theme);
  const wanted = (): Parameters<typeof setLanguage>[0] => page.state.language.value || languageFor(navigator.languages);
  await setLanguage(wanted());
  effect(() => {
    setLanguage(wanted()).catch((cause: unknown) => {
      page.notice.value = say('shell.viewFailed', { why: String(cause) });
    });
  });
  effect(() => {
    document.documentElement.lang = wanted();
    document.title = `${say(views[page.state.view.value].title)} – ${say('shell.title')}`;
  });
  render(<App page={page} />, root);
  setTimeout(loadTheRest, loadTheRestMs);
};

/** When the view in front has settled, in milliseconds. */
const loadTheRestMs = 3000;

/** All views, and the texts that they bring: a recording is replayed where there is no server any more. */
const loadTheRest = (): void => {
  const parts = [
    ...viewIds.map((id) => views[id].load()),
    import('./text/span-texts.ts').then((texts) => texts.followSpanTexts()),
  ];
  // What cannot be loaded now is tried again when it is wanted, and then it is told.
  void Promise.allSettled(parts);
};

const root = document.getElementById('page');
if (root) void start(root);
