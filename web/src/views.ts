// The views: one line each. Lessons and Class will be two lines more; the rail, the keys and the URL know a view from here.
import type { ComponentType } from 'preact';
import type { LabPage } from './lab-page.ts';
import type { TextKey } from './text/say.ts';

/** What a view is given. */
export interface ViewProps {
  readonly page: LabPage;
}

/** One view of the shell. */
interface View {
  readonly title: TextKey;
  /** One character, drawn beside the title. */
  readonly sign: string;
  /** The digit that opens it. */
  readonly key: string;
  readonly load: () => Promise<ComponentType<ViewProps>>;
}

export type ViewId = 'race' | 'wire' | 'bench' | 'about';

export const views: Readonly<Record<ViewId, View>> = {
  race: { title: 'shell.race', sign: '⇉', key: '1', load: async () => (await import('./race/race-view.tsx')).RaceView },
  wire: { title: 'shell.wire', sign: '≋', key: '2', load: async () => (await import('./wire/wire-view.tsx')).WireView },
  bench: {
    title: 'shell.bench',
    sign: '◫',
    key: '3',
    load: async () => (await import('./bench/bench-view.tsx')).BenchView,
  },
  about: {
    title: 'shell.about',
    sign: '◎',
    key: '4',
    load: async () => (await import('./about/about-view.tsx')).AboutView,
  },
};

/** In the order of the rail. */
export const viewIds = Object.keys(views) as readonly ViewId[];
