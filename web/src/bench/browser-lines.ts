// What this browser's own lanes have measured, as lines over a run's chart, and how their conditions differ from the run's. Pure.
import type { ChartDefinition, ChartTheme } from '../../../bench/report/chart-definition.ts';
import type { OverlayLine } from '../../../bench/report/chart-overlay.ts';
import type { Workload } from '../../../bench/report/result.ts';
import { describeTransport, type TransportId } from '../../../servers/protocol/catalog.ts';
import type { LabSettings } from '../../../servers/protocol/control.ts';
import type { Session } from '../session/session.ts';
import { say } from '../text/say.ts';

/** Only lanes with samples enough for a line of two points. */
export const browserLines = (
  session: Pick<Session, 'lanes'>,
  ids: readonly TransportId[],
  theme: ChartTheme,
): readonly OverlayLine[] =>
  ids.flatMap((id) => {
    const { n, curve } = session.lanes[id].present.latency;
    if (curve.length < 2) return [];
    const { title, letter, colour } = describeTransport(id);
    return [{ name: say('bench.browser.line', { title }), letter, colour: colour[theme], points: curve, n }];
  });

/** Conditions that a page can set as they were in a run. */
export type Condition = 'rtt' | 'poll' | 'payload' | 'rate';

/** One condition here and in the run, in the unit of its name. */
export interface ConditionPair {
  readonly condition: Condition;
  readonly here: number | null;
  readonly there: number;
}

/** @param settings of the room, `null` = not known yet */
export const conditionsOf = (
  settings: LabSettings | null,
  pollIntervalMs: number,
  workload: Workload,
): readonly ConditionPair[] => [
  { condition: 'rtt', here: settings?.rttMs ?? null, there: workload.rttMs },
  { condition: 'poll', here: pollIntervalMs, there: workload.pollIntervalMs },
  { condition: 'payload', here: settings?.payloadBytes ?? null, there: workload.payloadBytes },
  { condition: 'rate', here: settings?.ratePerSecond ?? null, there: workload.ratePerSecond },
];

/** What the room has to be told to be as the run was: every client of a run has `ratePerSecond` events, as every lane here. */
export const settingsOf = ({ rttMs, payloadBytes, ratePerSecond }: Workload): Partial<LabSettings> => ({
  rttMs,
  payloadBytes,
  ratePerSecond,
});

/** A picture travels without the page: under what was run stands how it was here. */
export const withConditions = (picture: ChartDefinition, pairs: readonly ConditionPair[]): ChartDefinition => {
  const { config } = picture;
  const { plugins } = config.options ?? {};
  const conditions = pairs.map(({ condition, here }) => `${say(`bench.browser.${condition}`)}: ${here ?? '–'}`);
  const sentence = say('bench.browser.conditions', { conditions: conditions.join(' · ') });
  const text = [plugins?.subtitle?.text ?? [], sentence].flat();
  return {
    ...picture,
    config: {
      ...config,
      options: { ...config.options, plugins: { ...plugins, subtitle: { ...plugins?.subtitle, text } } },
    },
  };
};
