// How the page is built: one page, one worker, everything as files of its own, so that a strict CSP lets it run.
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2024',
    // An inlined asset is a data: URL and the polyfill an inline script; the page's CSP allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
});
