// The run in plain words: what was seen, what to choose, where that stops being true. Every sentence is made from figures.
import type { RunResult } from './result.ts';
import { choiceSentences } from './prose-choice.ts';
import { flipSentences } from './prose-flip.ts';
import { freezeSentences } from './prose-freeze.ts';
import { limitSentences } from './prose-limits.ts';
import { peerSentences } from './prose-peer.ts';
import { seenSentences } from './prose-seen.ts';
import { countOutcomes, asSentence } from './verdict.ts';

/** One paragraph with its heading. */
export interface Paragraph {
  readonly heading: string;
  readonly text: string;
}

/** The paragraphs of a run. A void run gets its reason and no advice. */
export const writeProse = (run: RunResult): readonly Paragraph[] =>
  (run.void ? voidParagraphs(run, run.void.reason) : paragraphs(run)).filter(({ text }) => text !== '');

const paragraphs = (run: RunResult): readonly Paragraph[] => [
  { heading: 'What was seen', text: [...doubtSentences(run), ...seenSentences(run)].join(' ') },
  { heading: 'When the server stood still', text: freezeSentences(run).join(' ') },
  { heading: 'Beside a peer', text: peerSentences(run).join(' ') },
  { heading: 'What to choose', text: choiceSentences(run).join(' ') },
  { heading: 'What would turn it round', text: flipSentences(run).join(' ') },
  { heading: 'Where these figures stop', text: limitSentences(run).join(' ') },
];

const voidParagraphs = (run: RunResult, reason: string): readonly Paragraph[] => [
  {
    heading: 'This run is void',
    text: `${asSentence(reason)} The figures are kept for finding the cause; they say nothing about the transports, and no advice is drawn from them.`,
  },
  { heading: 'Where these figures stop', text: limitSentences(run).join(' ') },
];

const doubtSentences = (run: RunResult): readonly string[] => {
  const { fails } = countOutcomes(run);
  if (fails === 0) return [];
  return [
    `Theory and measurement disagree in ${fails === 1 ? 'one row' : `${fails} rows`} below: until that is explained, read what follows with doubt.`,
  ];
};
