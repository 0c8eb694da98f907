// A self-test of the tap: body bytes of answers as the browser reports them, as they were read, and as the tap saw them.
import type { TransportId } from '../../../servers/protocol/catalog.ts';
import type { LabPage } from '../lab-page.ts';
import { formatNumber, say } from '../text/say.ts';
import { until, type Outcome } from './outcome.ts';
import { tappedAnswers, type TappedAnswer } from './tapped-answers.ts';

const asked: TransportId = 'keep-alive';
const answerCount = 8;
const patienceMs = 5000;

interface Fetched {
  readonly url: string;
  readonly readBytes: number;
}

/** Each request has a mark of its own in its query, by which the tap's bytes are found again. */
export const tapTest = async (page: LabPage): Promise<Outcome> => {
  const { urls } = page.source.channel.state.peek() ?? {};
  if (!urls) return { holds: null, figure: say('shell.noChannel') };
  const before = page.watched.peek();
  page.watched.value = [...before, asked];
  try {
    const from = page.live.wire.next;
    const mark = `self-test=${Math.round(performance.timeOrigin + performance.now())}.`;
    const fetched: Fetched[] = [];
    for (let count = 0; count < answerCount; count += 1) fetched.push(await ask(`${urls[asked]}?${mark}${count}`));
    const answers = (): readonly TappedAnswer[] =>
      tappedAnswers(page.live.wire.read(from, Number.POSITIVE_INFINITY), mark);
    await until(() => answers().length === answerCount && fetched.every(({ url }) => reportOf(url)), patienceMs);
    return judge(fetched, answers());
  } finally {
    page.watched.value = before;
  }
};

const ask = async (url: string): Promise<Fetched> => {
  const answer = await fetch(url, { cache: 'no-store' });
  return { url, readBytes: (await answer.arrayBuffer()).byteLength };
};

const reportOf = (url: string): PerformanceResourceTiming | undefined =>
  performance.getEntriesByName(url, 'resource')[0] as PerformanceResourceTiming | undefined;

const judge = (fetched: readonly Fetched[], answers: readonly TappedAnswer[]): Outcome => {
  const rows = fetched.flatMap(({ url, readBytes }) => {
    const { pathname, search } = new URL(url);
    const tapped = answers.find(({ target }) => target === `${pathname}${search}`);
    const report = reportOf(url);
    return tapped && report ? [{ tapped, report, readBytes }] : [];
  });
  const [first] = rows;
  // The buffer of a browser's reports may be full, and a connection may be cut: then there is nothing to compare.
  if (!first || rows.length < fetched.length)
    return { holds: null, figure: say('about.test.tap.missing', { n: rows.length, of: fetched.length }) };
  const difference = rows.reduce(
    (sum, { tapped, report, readBytes }) =>
      sum + Math.abs(tapped.bodyBytes - report.encodedBodySize) + Math.abs(tapped.bodyBytes - readBytes),
    0,
  );
  return {
    holds: difference === 0,
    figure: say('about.test.tap.figure', {
      difference: formatNumber(difference),
      n: rows.length,
      head: formatNumber(first.tapped.headBytes),
      claimed: formatNumber(first.report.transferSize - first.report.encodedBodySize),
    }),
  };
};
