import { afterEach, expect, test } from 'vitest';
import { scenes } from '../../screens/scenes.ts';
import { sharedChromium } from '../../support/sharedChromium.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { findLost } from '../../support/lostControls.ts';
import type { Look } from '../../support/mockWindow.ts';
import { openScene, PLAIN_LOOK } from '../../support/scenePage.ts';

const cleanup = createCleanup();
const browser = sharedChromium();
afterEach(cleanup.run);

const SMALL_GERMAN: Look = { ...PLAIN_LOOK, language: 'de', width: 900, height: 600 };

test.each(scenes.map((scene) => ({ name: scene.name, scene })))(
  'nothing of $name is lost in German at 900 x 600',
  async ({ scene }) => {
    const page = await openScene(browser(), scene, { cleanup, look: SMALL_GERMAN });
    expect(await page.evaluate(findLost)).toEqual([]);
  },
);

const TABLES = [
  ['shares', 1000],
  ['share-peers', 30],
  ['tracker', 1000],
  ['tracker-list', 40],
  ['tracker-refused', 120],
  ['swarm', 212],
  ['people', 48],
  ['people-invitations', 5],
  ['people-groups', 3],
] as const;

test.each(TABLES)('the table of %s tells how many rows it has', async (name, rows) => {
  const scene = scenes.find((known) => known.name === name);
  if (scene === undefined) throw new Error(`there is no scene called ${name}`);
  const page = await openScene(browser(), scene, { cleanup, look: PLAIN_LOOK });
  const grid = page.getByRole('grid').first();
  // The header counts as a row.
  expect(await grid.getAttribute('aria-rowcount')).toBe(String(rows + 1));
  const first = grid.locator('[role="row"][aria-rowindex="2"]');
  expect(await first.count()).toBe(1);
  expect(await grid.getAttribute('aria-label')).not.toBe('');
});

test('the menu of a row opens where it was asked for', async () => {
  const scene = scenes.find(({ name }) => name === 'shares-menu');
  if (scene === undefined) throw new Error('there is no scene called shares-menu');
  const page = await openScene(browser(), scene, { cleanup, look: PLAIN_LOOK });
  // The scene presses the right button in the middle of this row.
  const row = await page.locator('[role="row"]').nth(2).boundingBox();
  const menu = await page.getByRole('menu').boundingBox();
  if (row === null || menu === null) throw new Error('row or menu is not to be seen');
  const pointer = { x: row.x + row.width / 2, y: row.y + row.height / 2 };
  expect(Math.abs(menu.x - pointer.x)).toBeLessThan(16);
  expect(Math.abs(menu.y - pointer.y)).toBeLessThan(16);
});

test('someone who wants no motion sees none', async () => {
  const scene = scenes.find(({ name }) => name === 'shares');
  if (scene === undefined) throw new Error('there is no scene called shares');
  const page = await openScene(browser(), scene, { cleanup, look: PLAIN_LOOK });
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  );
  expect(moving).toBe(0);
});
