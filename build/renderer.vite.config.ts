import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The window and the web console are one build: everything below `dist/app/renderer`, addressed relatively. */
export default defineConfig({
  root: here('../renderer'),
  base: './',
  plugins: [react(), tailwindcss()],
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
