// report.html: the run as one file that opens from disk, asks nobody for anything and reads well in light and dark.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describeTransport, type TransportId } from '../../servers/protocol/catalog.ts';
import { renderBody } from './html-sections.ts';
import { inlineJson, Markup, markup } from './markup.ts';
import { bundlePage } from './page-bundle.ts';
import { describePeer, isPeerId, measuredOf, type PeerId } from './peers.ts';
import type { RunResult } from './result.ts';

/** The whole report as HTML. */
export const renderHtml = async (run: RunResult): Promise<string> => {
  const script = inlineScript(await bundlePage());
  const style = `${await readFile(new URL('report.css', import.meta.url), 'utf8')}${colours(run)}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Transport Lab">
<title>${run.workload.name} – Transport Lab</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>
<body>
${renderBody(run)}
<script type="application/json" id="run">${inlineJson(run)}</script>
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
};

/** Nothing may be loaded, sent or run but the one script and the one style of this file, named by their hashes. */
const policy = (script: string, style: string): string =>
  [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** A script that holds no end tag and names no source map, which a browser's tools would ask for. */
const inlineScript = (code: string): string =>
  code.replaceAll(/<(?=\/script|!--|script)/gi, String.raw`\x3c`).replaceAll(/^\/\/# sourceMappingURL=.*$/gm, '');

const colourOf = (id: TransportId | PeerId): { readonly light: string; readonly dark: string } =>
  (isPeerId(id) ? describePeer(id) : describeTransport(id)).colour;

/** The transports' and peers' own colours as one custom property, by class. */
const colours = (run: RunResult): string => {
  const rules = (theme: 'light' | 'dark'): string =>
    measuredOf(run)
      .map(({ id }) => `.own-${id}{--own:${colourOf(id)[theme]}}`)
      .join('');
  return `${rules('light')}@media (prefers-color-scheme:dark){${rules('dark')}}`;
};
