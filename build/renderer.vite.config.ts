import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The window and the web console are one build: everything below `dist/app/renderer`, addressed relatively. */
export default defineConfig({
  root: here('../renderer'),
  base: './',
  plugins: [react(), tailwindcss(), withoutZod()],
  build: {
    outDir: here('../dist/app/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // Nothing inlined: the content security policy allows files of our own and nothing else.
    assetsInlineLimit: 0,
    // It is read from the disk beside it, or once over the local network and then from the browser's cache.
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
  },
});

/** What comes over a wire is checked by the engine and by main; the page takes the types alone, and is 250 KB smaller for it. */
function withoutZod(): Plugin {
  return {
    name: 'granary-without-zod',
    resolveId(source, importer) {
      if (source === 'zod')
        this.error(`${importer ?? 'the page'} would bring zod into the page: import its types only`);
    },
  };
}
