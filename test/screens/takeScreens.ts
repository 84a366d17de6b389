import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { startMockConsole } from '../support/mockEngine/mockConsole.ts';
import { type Look, openMockWindow } from '../support/mockWindow.ts';
import { writeContactSheets } from './contactSheet.ts';
import { reachScene } from './reachScene.ts';
import { type Scene, scenes } from './scenes.ts';
import { WORLDS } from './worlds.ts';

/**
 * `npm run screens`: pictures of every view, in light and dark, English and German, high contrast and
 * small; into `.cache/screens`, with
 * sheets that show many at once. `--only TEXT` takes the scenes whose name holds the text, `--look NAME` one of the looks, and
 * `--window FOLDER` another build of the window than the usual one.
 */

/** Every scene is pictured in each. */
const LOOKS: readonly (Look & { readonly name: string })[] = [
  { name: 'light-en', theme: 'light', language: 'en', width: 1280, height: 800 },
  { name: 'light-de', theme: 'light', language: 'de', width: 1280, height: 800 },
  { name: 'dark-en', theme: 'dark', language: 'en', width: 1280, height: 800 },
  { name: 'dark-de', theme: 'dark', language: 'de', width: 1280, height: 800 },
  { name: 'contrast-en', theme: 'light', language: 'en', width: 1280, height: 800, forcedColors: true },
  { name: 'small-en', theme: 'light', language: 'en', width: 900, height: 600 },
];

const FOLDER = join(import.meta.dirname, '../../.cache/screens');

process.exitCode = await main();

/** 0 when every picture was taken; 1 when a scene could not be reached. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, look: { type: 'string' }, window: { type: 'string' } },
  });
  const looks = LOOKS.filter(({ name }) => values.look === undefined || name === values.look);
  const wanted = scenes.filter(({ name }) => name.includes(values.only ?? ''));
  if (values.only === undefined && values.look === undefined) await rm(FOLDER, { recursive: true, force: true });

  const browser = await launchChromium();
  let failed = 0;
  try {
    for (const look of looks) {
      await mkdir(join(FOLDER, look.name), { recursive: true });
      for (const scene of wanted) if (!(await take(browser, { scene, look, folder: values.window }))) failed++;
      await writeContactSheets(browser, { folder: FOLDER, look: look.name });
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(`${wanted.length * looks.length - failed} pictures in ${FOLDER}\n`);
  return failed === 0 ? 0 : 1;
}

interface Picture {
  readonly scene: Scene;
  readonly look: (typeof LOOKS)[number];
  readonly folder: string | undefined;
}

/** False when the scene could not be reached; what is there instead is pictured all the same. */
async function take(browser: Browser, { scene, look, folder }: Picture): Promise<boolean> {
  const file = join(FOLDER, look.name, `${scene.name}.png`);
  // A world of its own: what one scene does must not show in the next.
  const mock = await startMockConsole({ engine: WORLDS[scene.world], ...(folder === undefined ? {} : { folder }) });
  const page = await openMockWindow(browser, {
    mock,
    look,
    ...(scene.desktop === undefined ? {} : { desktop: scene.desktop }),
  });
  try {
    await reachScene(page, { scene, mock });
    process.stdout.write(`${look.name}/${scene.name}\n`);
    return true;
  } catch (error) {
    process.stdout.write(`${look.name}/${scene.name}: ${String(error).split('\n', 1).join('')}\n`);
    return false;
  } finally {
    await page.screenshot({ path: file });
    await page.context().close();
    await mock.close();
  }
}
