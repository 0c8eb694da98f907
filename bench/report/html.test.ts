// Tests of report.html: one file, no request, nothing in the run can break out, and everything in it can be read as text.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Script } from 'node:vm';
import { chartDefinitions } from './chart-definitions.ts';
import { frozenRun } from './fixture-freeze.ts';
import { exampleRun, exampleTransport } from './fixture.ts';
import { renderHtml } from './html.ts';

const page = await renderHtml(exampleRun());

const between = (text: string, start: string, end: string): string => {
  const from = text.indexOf(start);
  assert.notEqual(from, -1, `${start} is missing`);
  return text.slice(from + start.length, text.indexOf(end, from + start.length));
};

const withoutCode = page.replaceAll(/<script[\s\S]*?<\/script>/g, '').replaceAll(/<style>[\s\S]*?<\/style>/g, '');

test('the page names no other file and no address to load', () => {
  const references = [...withoutCode.matchAll(/\s(?:src|href|action|poster|srcset)="([^"]*)"/g)].map(
    (match) => match[1] ?? '',
  );
  assert.ok(references.length > 5);
  for (const reference of references) assert.match(reference, /^(#|data:)/);
  assert.doesNotMatch(between(page, '<style>', '</style>'), /url\(|@import/);
  assert.doesNotMatch(page, /sourceMappingURL/);
});

test('the policy allows the one script and the one style by their hashes, and nothing else', () => {
  const policy = between(page, 'Content-Security-Policy" content="', '">').replaceAll('&#39;', "'");
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  assert.match(policy, /^default-src 'none'; /);
  assert.ok(policy.includes(`script-src ${hash(between(page, '<script>', '</script>'))};`));
  assert.ok(policy.includes(`style-src ${hash(between(page, '<style>', '</style>'))};`));
  assert.doesNotMatch(policy, /unsafe|https?:/);
  assert.doesNotMatch(withoutCode, /\sstyle="|\son[a-z]+="/);
});

test('the script is whole and needs no import', () => {
  const script = between(page, '<script>', '</script>');
  assert.ok(new Script(script));
  assert.ok(script.length < 260_000, String(script.length));
});

test('the run stands in the page to the last digit', () => {
  const json = between(page, '<script type="application/json" id="run">', '</script>');
  assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(exampleRun())));
});

test('a hostile text in the run stays a text', async () => {
  const name = `</script><script>alert(1)</script><!--<script>"'&`;
  const hostile = await renderHtml(
    exampleRun({
      workload: { name },
      void: { reason: name },
      environment: { ...exampleRun().environment, governor: name, clock: { source: name, stepNs: 1 } },
      transports: [
        exampleTransport('sse', undefined, {
          model: [true, false, null].map((ok) => ({ name, predicted: 1, measured: 1, unit: name, tolerance: 1, ok })),
        }),
      ],
    }),
  );
  assert.equal([...hostile.matchAll(/<script/g)].length, 2);
  assert.equal([...hostile.matchAll(/<\/script/g)].length, 2);
  assert.doesNotMatch(hostile, /<!--/);
  const json = JSON.parse(between(hostile, 'id="run">', '</script>')) as { workload: { name: string } };
  assert.equal(json.workload.name, name);
  assert.match(hostile, /<h1>&lt;\/script&gt;&lt;script&gt;alert\(1\)/);
});

test('every chart is a named picture with its figures as a table and as CSV under it', () => {
  for (const { id, title, table } of chartDefinitions(exampleRun())) {
    const figure = between(page, `<figure class="chart chart-${id}">`, '</figure>');
    assert.match(figure, new RegExp(`<canvas id="chart-${id}" role="img" aria-label="[^"]{40,}"></canvas>`));
    assert.match(figure, new RegExp(`<caption><span>${title}</span></caption>`));
    assert.equal([...figure.matchAll(/<tr>/g)].length, table.rows.length + 1);
    assert.match(figure, new RegExp(`download="${id}\\.csv" href="data:text/csv`));
  }
});

test('headings go down one level at a time, and every table has a caption and scopes', () => {
  const levels = [...withoutCode.matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
  assert.equal(levels[0], 1);
  for (const [at, level] of levels.slice(1).entries()) assert.ok(level <= (levels[at] ?? 0) + 1 && level > 1);
  const tables = withoutCode.split('<table').slice(1);
  for (const table of tables) assert.match(table, /^[^>]*><caption>[\s\S]*<th scope="col"[\s\S]*<th scope="row"/);
  assert.doesNotMatch(withoutCode, /<th(?![^>]*scope)[ >]/);
});

test('a prediction shows its sign and its word, and what cannot be told the reason', () => {
  assert.match(page, /<td class="text verdict-cell holds">✓ holds<\/td>/);
  assert.match(
    page,
    /<td class="text verdict-cell undecided">– cannot tell<\/td>.*<td class="text reason">agrees, but /,
  );
});

test('predictions unfold by transport; those of one that fails are open', async () => {
  const [first, ...others] = exampleRun().transports;
  assert.ok(first);
  const failing = { ...first, model: first.model.map((row) => ({ ...row, ok: false })) };
  const shown = await renderHtml(exampleRun({ transports: [failing, ...others] }));
  assert.equal([...shown.matchAll(/<details class="predictions" open>/g)].length, 1);
  assert.equal([...shown.matchAll(/<details class="predictions"/g)].length, 7);
  assert.match(shown, /<details class="predictions" open><summary>.*HTTP\/1\.0 style: ✗ 1 fail<\/summary>/);
});

test('the ledger stands in it for one event and for one client', () => {
  const section = between(page, '<h2 id="ledger">', '</section>');
  assert.equal([...section.matchAll(/<table>/g)].length, 2);
  assert.match(section, /<th scope="row">WebSocket<\/th><td>282<\/td>/);
  assert.match(section, /The relay between clients and server saw every byte/);
});

test('the freeze stands in it as groups of rows, the floor with what was measured alone', async () => {
  const section = between(await renderHtml(frozenRun()), '<h2 id="freeze">', '</section>');
  assert.equal([...section.matchAll(/<th scope="rowgroup" rowspan="3">/g)].length, 7);
  assert.equal([...section.matchAll(/<th scope="rowgroup" rowspan="1">/g)].length, 1);
});

test('no latency stands without that of the floor', async () => {
  assert.match(page, /bare TCP \(the floor\): 40\.7 ms/);
  assert.match(page, /mean above the floor, ms/);
  assert.match(await renderHtml(exampleRun({ workload: { clients: 10 } })), /<td>n too small<\/td>/);
});

test('a void run is called void at the top and crowns nobody', async () => {
  const voided = await renderHtml(exampleRun({ void: { reason: 'the clients were too busy' } }));
  assert.match(voided, /<p class="verdict bad">.*This run is void\. The clients were too busy\./);
  assert.doesNotMatch(voided, /class="tiles"/);
});
