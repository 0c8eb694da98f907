// What a run says of a server that stood still: how well it was computed, and what a closed-loop tool would have hidden.
import { formatMs, formatNumber, formatPlain } from './figures.ts';
import { closedLoopGaps, freezeMsOf, freezeNames, freezeRows, type Gap } from './freeze.ts';
import type { RunResult } from './result.ts';

/** A closed-loop figure that is off by less is called right. */
const smallShare = 0.02;

/** How the table is read. */
export const freezeNote =
  "Computed: from this run's own timetable and the moments of the freeze, event by event. Measured: from the intended publish time of each event. Closed loop: what a tool would have told of the same run that sends one thing, waits until it is there, and only then sends the next.";

/** The sentences on the freeze; none without one. */
export const freezeSentences = (run: RunResult): readonly string[] => {
  if (freezeRows(run).length === 0) return [];
  return [
    `In the middle of each repeat the server stood still for ${formatPlain(freezeMsOf(run))} ms, and the timetable went on.`,
    ...agreementSentences(run),
    ...closedLoopSentences(run),
  ];
};

/** The largest distance between computed and measured. */
const agreementSentences = (run: RunResult): readonly string[] => {
  const distances = freezeRows(run).flatMap(({ title, ms }) =>
    freezeNames.flatMap((name) => {
      const [computed, measured] = [ms.computed?.[name] ?? null, ms.measured?.[name] ?? null];
      if (computed === null || measured === null || computed <= 0) return [];
      return [{ title, name, share: Math.abs(measured - computed) / computed }];
    }),
  );
  const worst = distances.toSorted((one, other) => other.share - one.share)[0];
  if (!worst) return [];
  return [
    `What had to follow was computed event by event; the figures measured are at most ${formatPercent(worst.share)} off (${worst.name} of ${worst.title}).`,
  ];
};

const closedLoopSentences = (run: RunResult): readonly string[] => {
  const gaps = closedLoopGaps(run);
  const [low, high] = [gaps[0], gaps.at(-1)];
  if (!low || !high) return [];
  const isLow = low.share < -smallShare;
  const isHigh = high.share > smallShare;
  if (!isLow && !isHigh)
    return [
      `A tool that waits for each answer before it goes on would have told nearly the same here (at most ${formatPercent(Math.max(-low.share, high.share))} off): hardly anything was due while it waited. That is this pace, not the method.`,
    ];
  return [...(isLow ? [lowSentence(low)] : []), ...(isHigh ? [highSentence(high)] : [])];
};

const lowSentence = (gap: Gap): string =>
  `A tool that waits for each answer before it goes on would have told ${figuresOf(gap)}, ${formatPercent(-gap.share)} too little: while the server stands still it waits too, and what was due meanwhile it never sends, so the waits of all but the first are missing (coordinated omission).`;

const highSentence = (gap: Gap): string =>
  `It can err the other way: ${figuresOf(gap)}, ${formatPercent(gap.share)} too much, for of several events that wait for one answer it counts the first alone, and that one waits longest.`;

const figuresOf = ({ title, name, measuredMs, closedLoopMs }: Gap): string =>
  `a ${name} of ${formatMs(closedLoopMs)} for ${title} where ${formatMs(measuredMs)} is right`;

const formatPercent = (share: number): string => `${formatNumber(share * 100, share < 0.1 ? 1 : 0)} %`;
