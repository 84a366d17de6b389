import type { Browser, Page } from 'playwright-core';
import { reachScene } from '../screens/reachScene.ts';
import type { Scene } from '../screens/scenes.ts';
import { WORLDS } from '../screens/worlds.ts';
import type { Cleanup } from './cleanup.ts';
import { startMockConsole } from './mockEngine/mockConsole.ts';
import { type Look, openMockWindow } from './mockWindow.ts';

export const PLAIN_LOOK: Look = { theme: 'light', language: 'en', width: 1280, height: 800 };

/** A scene in a page of its own, on a mock engine of its own; closed by `cleanup`. */
export async function openScene(browser: Browser, scene: Scene, { cleanup, look }: OpenOptions): Promise<Page> {
  const mock = await startMockConsole({ engine: WORLDS[scene.world] });
  cleanup.add(() => mock.close());
  const { desktop } = scene;
  const page = await openMockWindow(browser, { mock, look, ...(desktop === undefined ? {} : { desktop }) });
  cleanup.add(() => page.context().close());
  await reachScene(page, { scene, mock });
  return page;
}

interface OpenOptions {
  readonly cleanup: Cleanup;
  readonly look: Look;
}
