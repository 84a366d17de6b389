import type { Page } from 'playwright-core';
import type { MockConsole } from '../support/mockEngine/mockConsole.ts';
import { quietPage } from '../support/quietPage.ts';
import type { Scene } from './scenes.ts';

/** Loads the window and does what leads to the scene; resolves when it is all there. */
export async function reachScene(page: Page, { scene, mock }: { scene: Scene; mock: MockConsole }): Promise<void> {
  await page.goto(`${mock.url}#${scene.route}`);
  await page.locator('#root > *').first().waitFor();
  await quietPage(page);
  await scene.prepare?.(page, mock);
  await quietPage(page);
}
