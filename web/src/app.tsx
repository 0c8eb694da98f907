// The shell: rail, top bar, the view in front, time cursor and honesty strip.
import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { LabPage } from './lab-page.ts';
import { HonestyStrip } from './shell/honesty-strip.tsx';
import { KeysDialog } from './shell/keys-dialog.tsx';
import { listenToKeys } from './shell/keyboard.ts';
import { Rail } from './shell/rail.tsx';
import { TimeBar } from './shell/time-bar.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { say } from './text/say.ts';
import { views, type ViewId, type ViewProps } from './views.ts';

export const App = ({ page }: { readonly page: LabPage }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const showKeys = (): void => dialog.current?.showModal();
  useEffect(() => listenToKeys(page, showKeys), [page]);
  return (
    <div class="shell">
      <a class="skip" href="#view">
        {say('shell.skip')}
      </a>
      <TopBar page={page} showKeys={showKeys} />
      <Rail page={page} />
      <main id="view" tabIndex={-1}>
        <p role="status" class="notice">
          {page.notice.value}
        </p>
        <ViewInFront page={page} />
      </main>
      <footer class="bottom">
        <TimeBar page={page} />
        <HonestyStrip page={page} />
      </footer>
      <KeysDialog dialog={dialog} />
    </div>
  );
};

interface Loaded {
  readonly id: ViewId;
  readonly Component?: ComponentType<ViewProps>;
  readonly why?: string;
}

/** A view is loaded when it is opened first. */
const ViewInFront = ({ page }: ViewProps) => {
  const loaded = useSignal<Loaded | null>(null);
  useSignalEffect(() => {
    const id = page.state.view.value;
    views[id].load().then(
      (Component) => page.state.view.peek() === id && (loaded.value = { id, Component }),
      (cause: unknown) => (loaded.value = { id, why: String(cause) }),
    );
  });
  if (loaded.value?.why !== undefined)
    return <p class="warning">{say('shell.viewFailed', { why: loaded.value.why })}</p>;
  const Component = loaded.value?.Component;
  return Component ? <Component page={page} /> : <p>{say('shell.loading')}</p>;
};
