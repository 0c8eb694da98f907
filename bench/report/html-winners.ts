// The tiles at the top of report.html: who was earliest, who took the fewest bytes, who the least CPU.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import { formatBytes, formatMs, formatThree } from './figures.ts';
import { badge } from './html-tables.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { titlesOf } from './prose-seen.ts';
import { bytesOf, cpuOf, meanOf, rankByBytes, rankByCpu, rankByLatency, soundTransports } from './ranking.ts';
import type { Ranking } from './ranking.ts';
import type { RunResult, TransportResult } from './result.ts';

/** Three tiles; none for a void run, which has no winners, nor for a transport alone. */
export const winnerTiles = (run: RunResult): Markup => {
  if (run.void || run.transports.length < 2) return markup``;
  const sound = soundTransports(run);
  const tiles = [
    tile('Earliest news', rankByLatency(run, sound), (best) => [formatMs(meanOf(best)), 'mean latency'], beside(run)),
    tile('Fewest bytes', rankByBytes(sound), (best) => [formatBytes(bytesOf(best)), 'per event']),
    tile('Least server CPU', rankByCpu(sound), (best) => [`${formatThree((cpuOf(best) ?? 0) * 1000)} µs`, 'per event']),
  ];
  return markup`<section class="tiles" aria-label="Who came first">${tiles}</section>`;
};

/** No latency stands without the floor's. */
const beside = ({ floor }: RunResult): string | null =>
  floor ? `bare TCP (the floor): ${formatMs(floor.latencyMs.mean)}` : null;

const tile = (
  heading: string,
  { first }: Ranking,
  figure: (best: TransportResult) => readonly [value: string, unit: string],
  note: string | null = null,
): Markup => {
  const [best, ...others] = first;
  if (!best) return markup``;
  const { title, letter } = describeTransport(best.id);
  const [value, unit] = figure(best);
  return markup`<div class="tile own-${best.id}"><h2>${heading}</h2>
<p class="value">${value} <small>${unit}</small></p>
<p class="who">${badge(best.id, letter)} ${title}</p>
${note === null ? markup`` : markup`<p class="note">${note}</p>`}${others.length > 0 ? markup`<p class="note">not told apart from it: ${titlesOf(others)}</p>` : markup``}</div>`;
};
