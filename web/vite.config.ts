// How the page is built: one page, its workers, everything as files of its own, so that a strict CSP lets it run.
import { defineConfig, type Plugin } from 'vite';

/**
 * Chart.js's scales for time and for circles stay in a bundle that draws neither: their static fields read a property, which
 * a bundler has to take for a deed. Here it is told that it is none. (Telling it so of the whole program would be wrong: a
 * signal notices who reads it.)
 */
const withoutUnusedScales: Plugin = {
  name: 'without-unused-scales',
  transform: {
    filter: { id: /chart\.js\/dist\/chart\.js$/ },
    handler: (code) =>
      code
        .replace(
          'static defaults = TimeScale.defaults;',
          'static defaults = /* @__PURE__ */ (() => TimeScale.defaults)();',
        )
        .replaceAll(
          'callback: Ticks.formatters.numeric',
          'callback: /* @__PURE__ */ (() => Ticks.formatters.numeric)()',
        ),
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [withoutUnusedScales],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2024',
    // Browsers that know light-dark() themselves: what stands in for it elsewhere does not follow a choice made on the page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // An inlined asset is a data: URL and the polyfill an inline script; the page's CSP allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
});
