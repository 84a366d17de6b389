import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import type { Scene } from '../screens/scenes.ts';
import { sharedChromium } from './sharedChromium.ts';
import { createCleanup } from './cleanup.ts';
import { findLost } from './lostControls.ts';
import { quietPage } from './quietPage.ts';
import { openScene, PLAIN_LOOK } from './scenePage.ts';

/** Half the width and height in CSS pixels is what 200 % zoom leaves of the window. */
const ROOMS = {
  'at 900 x 600': { width: 900, height: 600 },
  'at 200 % zoom': { width: 640, height: 400 },
} as const;

/** What differs from look to look; structure, names and roles are the same in all of them. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** A test for each of these scenes, in one opening of it, which is what takes the time. Files that share them out run side by side. */
export function testWithAxe(scenes: readonly Scene[]): void {
  const cleanup = createCleanup();
  const browser = sharedChromium();
  afterEach(cleanup.run);

  const each = scenes.map((scene) => ({ name: scene.name, scene }));
  test.each(each)('axe finds nothing in $name, and small windows lose nothing of it', async ({ scene }) => {
    const page = await openScene(browser(), scene, { cleanup, look: PLAIN_LOOK });
    const light = await violations(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await quietPage(page);
    const dark = await violations(page, COLOUR_RULES);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    await quietPage(page);
    const forced = await violations(page, COLOUR_RULES);
    expect({ light, dark, forced }).toEqual({ light: [], dark: [], forced: [] });

    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    for (const [where, room] of Object.entries(ROOMS)) {
      await page.setViewportSize(room);
      await quietPage(page);
      expect(await page.evaluate(findLost), where).toEqual([]);
    }
  });
}

/** These pages have no frames, which is what the slower way, with a page of axe's own, is for. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const found = await (rules === undefined ? builder : builder.withRules(rules)).analyze();
  return found.violations.map(wordsOf);
}

/** What is wrong and where, short enough to read in a failed test. */
function wordsOf({
  id,
  help,
  nodes,
}: {
  id: string;
  help: string;
  nodes: readonly { target: unknown; html: string }[];
}) {
  return `${id}: ${help}: ${nodes.map(({ target, html }) => `${String(target)} ${html.slice(0, 200)}`).join(' | ')}`;
}
