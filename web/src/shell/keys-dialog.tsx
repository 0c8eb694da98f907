// The list of keys, in a native dialog.
import type { RefObject } from 'preact';
import { say, type TextKey } from '../text/say.ts';

const rows: readonly (readonly [keys: readonly string[], what: TextKey])[] = [
  [['shell.key.spaceName'], 'shell.key.space'],
  [['shell.key.enterName'], 'shell.key.enter'],
  [['L'], 'shell.key.live'],
  [[',', '.'], 'shell.key.step'],
  [['1', '2', '3', '4'], 'shell.key.views'],
  [['?'], 'shell.key.help'],
];

const nameOf = (key: string): string => (key.startsWith('shell.') ? say(key as TextKey) : key);

/** Opened by `?` and by its button. */
export const KeysDialog = ({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) => (
  <dialog ref={dialog} aria-labelledby="keys-title" class="keys">
    <h2 id="keys-title">{say('shell.keysTitle')}</h2>
    <dl>
      {rows.map(([keys, what]) => (
        <div key={what}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{nameOf(key)}</kbd>
            ))}
          </dt>
          <dd>{say(what)}</dd>
        </div>
      ))}
    </dl>
    <p class="small">{say('shell.keysWhere')}</p>
    <form method="dialog">
      <button type="submit">{say('shell.keysClose')}</button>
    </form>
  </dialog>
);
