// The live self-test: a button, five questions, and for each a mark with its figure.
import { useSignal } from '@preact/signals';
import type { LabPage } from '../lab-page.ts';
import { formatNumber, say } from '../text/say.ts';
import type { ViewProps } from '../views.ts';
import { clockTest, resolutionTest, workerTest } from './clock-tests.ts';
import { deliveryTest } from './delivery-test.ts';
import type { Outcome } from './outcome.ts';
import { tapTest } from './tap-test.ts';

/** One after another: they would disturb each other. */
const tests = {
  clock: clockTest,
  timer: resolutionTest,
  worker: workerTest,
  tap: tapTest,
  lost: deliveryTest,
} as const satisfies Record<string, (page: LabPage) => Promise<Outcome>>;

type TestId = keyof typeof tests;
const testIds = Object.keys(tests) as readonly TestId[];
type Outcomes = Readonly<Partial<Record<TestId, Outcome>>>;

export const SelfTest = ({ page }: ViewProps) => {
  const outcomes = useSignal<Outcomes>({});
  const running = useSignal<TestId | null>(null);
  const isOpen = page.source.channel.status.value === 'open';
  const run = async (): Promise<void> => {
    outcomes.value = {};
    for (const id of testIds) {
      running.value = id;
      const outcome = await tests[id](page).catch((cause: unknown): Outcome => ({
        holds: null,
        figure: (cause as Error).message,
      }));
      outcomes.value = { ...outcomes.peek(), [id]: outcome };
    }
    running.value = null;
  };
  return (
    <section aria-labelledby="test-title" class="self-test">
      <h2 id="test-title">{say('about.test.title')}</h2>
      <p>{say('about.test.what')}</p>
      <p class="toolbar">
        <button type="button" class="primary" disabled={!isOpen || running.value !== null} onClick={() => void run()}>
          {say('about.test.start')}
        </button>
        <span role="status">{statusOf(outcomes.value, running.value, isOpen)}</span>
      </p>
      <TestTable outcomes={outcomes.value} running={running.value} />
    </section>
  );
};

const statusOf = (outcomes: Outcomes, running: TestId | null, isOpen: boolean): string => {
  if (!isOpen) return say('shell.noChannel');
  if (running !== null) return say('about.test.running');
  const ended = Object.values(outcomes);
  if (ended.length === 0) return '';
  const count = (holds: boolean | null): string =>
    formatNumber(ended.filter((outcome) => outcome.holds === holds).length);
  return say('about.test.done', { holds: count(true), fails: count(false), open: count(null) });
};

const TestTable = ({ outcomes, running }: { readonly outcomes: Outcomes; readonly running: TestId | null }) => (
  <div class="scroll" tabIndex={0} role="group" aria-labelledby="test-title">
    <table>
      <caption class="unseen">
        <span>{say('about.test.title')}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">{say('about.test.question')}</th>
          <th scope="col">{say('about.test.result')}</th>
          <th scope="col">{say('about.test.figure')}</th>
        </tr>
      </thead>
      <tbody>
        {testIds.map((id) => (
          <tr key={id}>
            <th scope="row">
              {say(`about.test.${id}`)}
              <span class="small why">{say(`about.test.${id}.how`)}</span>
            </th>
            <td class={outcomes[id]?.holds === false ? 'bad-text' : undefined}>
              <Mark outcome={outcomes[id]} isRunning={running === id} />
            </td>
            <td>{outcomes[id]?.figure}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Mark = ({ outcome, isRunning }: { readonly outcome: Outcome | undefined; readonly isRunning: boolean }) => {
  if (isRunning) return <span class="mark">… {say('about.test.now')}</span>;
  if (!outcome) return <span class="mark not-yet">{say('about.test.notYet')}</span>;
  if (outcome.holds === null) return <span class="mark">– {say('about.test.open')}</span>;
  return (
    <span class="mark">
      {outcome.holds ? '✓' : '✗'} {say(outcome.holds ? 'about.test.holds' : 'about.test.fails')}
    </span>
  );
};
