// Reads the newest measured run: /results/latest.json names its folder, run.json in there is the run.
import { schemaVersion, type RunResult } from '../../bench/report/result.ts';
import { say } from './text.ts';

/** What there is to show. */
export type NewestRun =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly directory: string; readonly why: string }
  | { readonly kind: 'run'; readonly directory: string; readonly run: RunResult };

/** Never rejects: what goes wrong is shown. */
export const readNewestRun = async (fetchText: typeof fetchJson = fetchJson): Promise<NewestRun> => {
  let directory = 'latest.json';
  try {
    const latest = (await fetchText('/results/latest.json')) as { readonly directory?: unknown } | null;
    if (typeof latest?.directory !== 'string') return { kind: 'none' };
    ({ directory } = latest as { readonly directory: string });
    const run = (await fetchText(`/results/${encodeURIComponent(directory)}/run.json`)) as RunResult;
    if (run.schemaVersion === schemaVersion) return { kind: 'run', directory, run };
    const why = say('runOtherSchema', { seen: run.schemaVersion, wanted: schemaVersion });
    return { kind: 'unreadable', directory, why };
  } catch (cause) {
    return { kind: 'unreadable', directory, why: `${(cause as Error).message}.` };
  }
};

const fetchJson = async (path: string): Promise<unknown> => {
  const answer = await fetch(path, { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`${path} is answered with ${answer.status}`);
  return answer.json();
};
