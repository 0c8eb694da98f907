// Keys that work from anywhere on the page, except on controls with a use of their own for them.
import type { LabPage } from '../lab-page.ts';
import { viewIds, views } from '../views.ts';

/** Elements that take text themselves. */
const takesText = 'textarea, select, dialog, [contenteditable], input:not([type=range], [type=radio], [type=checkbox])';
/** Elements that Space and Enter press. */
const takesPress = 'a, button, summary, input, [role=button], [role=treeitem], [role=option], [role=tab]';

const stepMs = 1000;

/** WCAG 2.1.4: single keys act only outside of fields. @returns what ends it */
export const listenToKeys = (page: LabPage, showHelp: () => void): (() => void) => {
  const actions: Readonly<Record<string, () => void>> = {
    ' ': () => page.cursor.toggle(),
    Enter: () => void page.publish(),
    l: () => page.cursor.goLive(),
    ',': () => page.cursor.seek(page.cursor.nowMs() - stepMs),
    '.': () => page.cursor.seek(page.cursor.nowMs() + stepMs),
    '?': showHelp,
    ...Object.fromEntries(viewIds.map((id) => [views[id].key, () => void (page.state.view.value = id)])),
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
    const { target } = event;
    const isTaken = (selector: string): boolean => target instanceof Element && target.closest(selector) !== null;
    if (isTaken(takesText) || ((event.key === ' ' || event.key === 'Enter') && isTaken(takesPress))) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
};
