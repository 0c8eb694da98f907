// What the marks on the tracks mean, and how times are made visible.
import type { ComponentChildren } from 'preact';
import { say, type TextKey } from '../text/say.ts';

const Sign = ({ children }: { readonly children: ComponentChildren }) => (
  <svg class="legend-sign" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    {children}
  </svg>
);

const marks: readonly (readonly [text: TextKey, sign: ComponentChildren])[] = [
  ['race.legend.event', <circle cx="12" cy="12" r="6" fill="currentcolor" />],
  ['race.legend.own', <path d="M12 3l9 9-9 9-9-9z" fill="currentcolor" />],
  ['race.legend.column', <path d="M9 3h6v18H9z" fill="currentcolor" />],
  ['race.legend.empty', <circle cx="12" cy="12" r="5" class="legend-empty" />],
  ['race.legend.request', <circle cx="12" cy="18" r="4" class="legend-ring" />],
  ['race.legend.reconnect', <path d="M5 5l14 14M19 5L5 19" class="legend-warning" />],
  ['race.legend.missed', <path d="M8 2h8v20H8z" class="legend-warning legend-dashed" />],
];

export const Legend = () => (
  <details class="legend">
    <summary>{say('shell.legend')}</summary>
    <ul>
      {marks.map(([text, sign]) => (
        <li key={text}>
          <Sign>{sign}</Sign>
          {say(text)}
        </li>
      ))}
    </ul>
    <p>{say('race.legend.time')}</p>
    <p>{say('race.legend.bytes')}</p>
    <p>{say('race.legend.few')}</p>
    <p>{say('race.protocolWhy')}</p>
  </details>
);
