// Bundles the script of report.html, Chart.js included, into one text without an import.
import { fileURLToPath } from 'node:url';

let bundled: Promise<string> | undefined;

/** The script of the page; bundled once a process. */
export const bundlePage = (): Promise<string> => (bundled ??= bundle());

const bundle = async (): Promise<string> => {
  // Vite is loaded here and not above: only who writes a report waits for it. It also sets NODE_ENV for its own build.
  const environment = process.env['NODE_ENV'];
  try {
    const { build } = await import('vite');
    const built = await build({
      root: fileURLToPath(new URL('.', import.meta.url)),
      configFile: false,
      envDir: false,
      publicDir: false,
      logLevel: 'error',
      build: {
        write: false,
        lib: { entry: fileURLToPath(new URL('page.ts', import.meta.url)), formats: ['iife'], name: 'report' },
      },
    });
    const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
    return outputs.map((output) => (output.type === 'chunk' ? output.code : '')).join('');
  } finally {
    if (environment === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = environment;
  }
};
