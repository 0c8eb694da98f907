// Tests that one definition draws a chart in three languages: other words and other marks in numbers, the same figures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report as portuguese } from '../../web/src/text/pt-BR/report.ts';
import { report as chinese } from '../../web/src/text/zh-Hant/report.ts';
import { chartDefinitions } from './chart-definitions.ts';
import type { ChartDefinition } from './chart-definition.ts';
import { frozenRun } from './fixture-freeze.ts';
import { examplePeer } from './fixture-peer.ts';
import { exampleRun } from './fixture.ts';
import { environmentFacts, workloadFacts } from './facts.ts';
import { figuresIn } from './figures.ts';
import { headlineColumnsIn, headlineRows, wordsCell, workloadLine } from './headline.ts';
import { judgedRows, verdictSentence } from './verdict.ts';
import { reportWords, type ReportWords } from './words.ts';

const languages = [chinese, portuguese];
const runs = [exampleRun({ peers: [examplePeer()] }), frozenRun()];

/** The numbers that are drawn, whatever they are called. */
const figuresOf = ({ config }: ChartDefinition): readonly unknown[] =>
  config.data.datasets.map(({ data }) => data.map((one) => (typeof one === 'object' && one ? [one.x, one.y] : one)));

/** Everything of a chart that is read. */
const textsOf = ({ config, ...definition }: ChartDefinition): string => {
  const { title, caption, description, table, barTexts, marks, reference, shortLabels } = definition;
  const { datasets, labels } = config.data;
  return JSON.stringify([
    [title, caption, description, table, barTexts, marks?.label, reference?.label, shortLabels, labels],
    datasets.map(({ label, data }) => [label, data.map((one) => (typeof one === 'object' ? one?.text : ''))]),
    Object.values(config.options?.scales ?? {}).map((scale) => (scale as { title?: { text: string } }).title?.text),
  ]);
};

test('every language draws the same charts from the same figures', () => {
  for (const run of runs)
    for (const words of languages) {
      const [there, here] = [chartDefinitions(run), chartDefinitions(run, { words })];
      assert.deepEqual(
        here.map((one) => [one.id, ...figuresOf(one)]),
        there.map((one) => [one.id, ...figuresOf(one)]),
      );
      for (const one of here) assert.deepEqual(JSON.parse(JSON.stringify(one)), one);
    }
});

test('English is what is drawn when nobody asks', () => {
  for (const run of runs) assert.deepEqual(chartDefinitions(run, { words: reportWords }), chartDefinitions(run));
});

/** English words that no name in a chart has. */
const english = /\b(the|of|and|each|bytes|answers|requests|share|latency|server|client|events?|within|linear|floor)\b/i;
/** Names that stay as they are in every language. */
const names = /HTTP\/1\.0 style|Server-Sent Events|XMPP over WebSocket/g;

test('no chart of another language has an English word in it but the names of the transports', () => {
  for (const run of runs)
    for (const definition of chartDefinitions(run, { words: chinese }))
      assert.equal(english.exec(textsOf(definition).replaceAll(names, ''))?.[0], undefined, definition.id);
  const [first] = chartDefinitions(exampleRun());
  assert.ok(first);
  assert.match(textsOf(first), english);
});

test('numbers follow the language, on the axes too', () => {
  const [latency] = chartDefinitions(exampleRun(), { words: portuguese });
  const bytes = chartDefinitions(exampleRun(), { words: portuguese }).find(({ id }) => id === 'bytes');
  assert.deepEqual(latency?.table.rows[5]?.slice(0, 3), ['WebSocket', '41,1', '41,7']);
  assert.equal(bytes?.table.rows[5]?.[2], '1.391 B');
  assert.equal(bytes.config.options?.locale, 'pt-BR');
  assert.equal(latency.ticks.x?.at(-1)?.label, '99%');
});

test('a count takes the form that its language has for it', () => {
  const count = (words: ReportWords, of: number): string => figuresIn(words).formatForms(words.clients, of);
  assert.deepEqual(
    [0, 1, 2].map((of) => count(reportWords, of)),
    ['0 clients', '1 client', '2 clients'],
  );
  assert.deepEqual(
    [0, 1, 2].map((of) => count(portuguese, of)),
    ['0 cliente', '1 cliente', '2 clientes'],
  );
  assert.deepEqual(
    [1, 2_000].map((of) => count(chinese, of)),
    ['1 個用戶端', '2,000 個用戶端'],
  );
});

test('the headline has a translated head for every column, and the same cells but for their marks', () => {
  const [run] = runs;
  assert.ok(run);
  for (const words of languages) {
    const columns = headlineColumnsIn(words);
    const there = headlineColumnsIn(reportWords);
    assert.deepEqual(
      columns.map(({ key }) => key),
      there.map(({ key }) => key),
    );
    for (const [at, { words: head }] of columns.entries()) assert.notEqual(head, there[at]?.words);
    assert.equal(headlineRows(run, words).at(-1)?.title, words.floor);
    assert.match(headlineRows(run, words).at(-2)?.title ?? '', words === chinese ? /（對照）$/ : /\(comparação\)$/);
  }
  const few = headlineRows(exampleRun({ workload: { clients: 3 } }), chinese);
  const p99 = headlineColumnsIn(chinese).find(({ key }) => key === 'p99');
  assert.ok(few[0] && p99);
  assert.equal(wordsCell(p99, few[0], chinese), '樣本太少');
});

test('workload, verdict, predictions and facts are said in the language', () => {
  const run = exampleRun({ void: { reason: 'the relay used 91 % of a core (limit 80 %)' } });
  assert.equal(
    workloadLine(run.workload, portuguese),
    '100 clientes · 2 eventos/s cada · 200 B · polls a cada 500 ms · RTT 80 ms (emulado)',
  );
  assert.equal(
    verdictSentence(run, portuguese),
    'Esta execução é nula. O relay usou 91% de um núcleo (limite 80%). Seus números não devem ser citados.',
  );
  assert.equal(
    verdictSentence(exampleRun(), chinese),
    '能夠判定的 7 項，理論與實測全部相符。有 1 項無法判定：樣本太少，或機器太忙。',
  );
  assert.equal(judgedRows(run, chinese)[0]?.name, '平均 = T/2 + 傳送');
  for (const words of languages)
    for (const facts of [workloadFacts, environmentFacts]) {
      const said = facts(run, words);
      const there = facts(run);
      assert.equal(said.length, there.length);
      for (const [at, [name]] of said.entries())
        assert.ok(name !== there[at]?.[0] || /^(TLS|Payload|Commit|Node\.js)$/.test(name), name);
    }
});
