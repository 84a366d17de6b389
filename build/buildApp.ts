import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type InlineConfig } from 'vite';

/**
 * `npm run build`: the desktop app below `dist/app`. `main.js`, `preload.cjs`, `engine/` and `renderer/`. What package.json
 * lists as a dependency stays a package; everything else is bundled.
 */

const root = resolve(import.meta.dirname, '..');
const output = join(root, 'dist/app');
const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const external = ['electron', ...Object.keys(packageJson.dependencies)];

/** Electron 33, which tests may have to use, runs Node 20. */
const DESKTOP_NODE = 'node20';
/** The engine has a process of its own, which may be started on another Node. */
const ENGINE_NODE = 'node24';

export async function buildApp(): Promise<void> {
  mkdirSync(output, { recursive: true });
  await build(moduleBuild('.', { main: 'electron/main.ts' }, DESKTOP_NODE));
  await build(preloadBuild());
  await build(
    moduleBuild(
      'engine',
      {
        process: 'electron/engine/process.ts',
        hashWorker: 'electron/engine/metainfo/hashWorker.ts',
        checkpointWorker: 'electron/engine/storage/checkpointWorker.ts',
      },
      ENGINE_NODE,
    ),
  );
  cpSync(join(root, 'electron/engine/portal/pages/assets'), join(output, 'engine/assets'), { recursive: true });
  cpSync(join(import.meta.dirname, 'icons'), join(output, 'icons'), { recursive: true });
  await build({ configFile: join(import.meta.dirname, 'renderer.vite.config.ts'), logLevel: 'warn' });
}

/** Every chunk lands beside the entries, so that what an entry finds by its own address stays findable. */
function moduleBuild(folder: string, entries: Readonly<Record<string, string>>, target: string): InlineConfig {
  return {
    ...common(target),
    ssr: { external, noExternal: true },
    build: {
      ...common(target).build,
      outDir: join(output, folder),
      // The app's own folder holds what the other builds make.
      emptyOutDir: folder !== '.',
      rolldownOptions: {
        input: absolute(entries),
        output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  };
}

/** A sandboxed preload script is CommonJS and may load nothing but `electron`. */
function preloadBuild(): InlineConfig {
  return {
    ...common(DESKTOP_NODE),
    ssr: { external: ['electron'], noExternal: true },
    build: {
      ...common(DESKTOP_NODE).build,
      outDir: output,
      rolldownOptions: {
        input: absolute({ preload: 'electron/preload.ts' }),
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
}

function common(target: string): InlineConfig & { readonly build: NonNullable<InlineConfig['build']> } {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    build: { ssr: true, target, minify: false, emptyOutDir: false, copyPublicDir: false },
  };
}

function absolute(entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)]));
}

if (import.meta.main) await buildApp();
