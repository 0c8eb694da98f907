// The page's entry.
import { render } from 'preact';
import { App } from './app.tsx';
import { Live } from './live.ts';
import { createTabLock } from './one-tab.ts';

const root = document.getElementById('page');
if (root) render(<App live={new Live()} tab={createTabLock()} />, root);
