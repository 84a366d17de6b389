import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { reachScene } from '../screens/reachScene.ts';
import { type Scene, scenes } from '../screens/scenes.ts';
import { WORLDS } from '../screens/worlds.ts';
import { launchChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startMockConsole } from '../support/mockEngine/mockConsole.ts';
import { type Look, openMockWindow } from '../support/mockWindow.ts';
import { quietPage } from '../support/quietPage.ts';

const cleanup = createCleanup();
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(cleanup.run);
afterAll(() => browser.close());

const BASE: Look = { theme: 'light', language: 'en', width: 1280, height: 800 };
const SMALL_GERMAN: Look = { ...BASE, language: 'de', width: 900, height: 600 };
const each = scenes.map((scene) => ({ name: scene.name, scene }));

/** Half the width and height in CSS pixels is what 200 % zoom leaves of the window. */
const ROOMS = {
  'at 900 x 600': { width: 900, height: 600 },
  'at 200 % zoom': { width: 640, height: 400 },
} as const;

async function openScene(scene: Scene, look: Look): Promise<Page> {
  const mock = await startMockConsole({ engine: WORLDS[scene.world] });
  cleanup.add(() => mock.close());
  const { desktop } = scene;
  const page = await openMockWindow(browser, { mock, look, ...(desktop === undefined ? {} : { desktop }) });
  cleanup.add(() => page.context().close());
  await reachScene(page, { scene, mock });
  return page;
}

/** In one opening of the scene, which is what takes the time. */
test.each(each)('axe finds nothing in $name, and small windows lose nothing of it', async ({ scene }) => {
  const page = await openScene(scene, BASE);
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  const forced = await violations(page);
  expect({ light, dark, forced }).toEqual({ light: [], dark: [], forced: [] });

  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  for (const [where, room] of Object.entries(ROOMS)) {
    await page.setViewportSize(room);
    await quietPage(page);
    expect(await page.evaluate(findLost), where).toEqual([]);
  }
});

async function violations(page: Page): Promise<string[]> {
  await quietPage(page);
  const found = await new AxeBuilder({ page }).analyze();
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

test.each(each)('nothing of $name is lost in German at 900 x 600', async ({ scene }) => {
  const page = await openScene(scene, SMALL_GERMAN);
  expect(await page.evaluate(findLost)).toEqual([]);
});

/** Runs in the page: what sticks out where no scrolling leads to it. */
function findLost(): string[] {
  const lost: string[] = [];
  const { scrollWidth, clientWidth, clientHeight } = document.documentElement;
  if (scrollWidth > clientWidth) lost.push(`the page scrolls sideways: ${scrollWidth} > ${clientWidth}`);
  const controls = document.querySelectorAll('button, a[href], input, [role="tab"], [role="searchbox"]');
  for (const control of controls) {
    const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
    if (width <= 1 || height <= 1 || !control.checkVisibility({ visibilityProperty: true })) continue;
    const isScrolled = hasScroller(control);
    const isOutside = left < -1 || top < -1 || right > clientWidth + 1 || bottom > clientHeight + 1;
    if (isOutside && !isScrolled)
      lost.push(`${control.tagName} "${control.textContent}" ${left},${top} ${right},${bottom}`);
  }
  return lost;

  function hasScroller(element: Element): boolean {
    for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(parent);
      const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
      if (scrolls(overflowY) && parent.scrollHeight > parent.clientHeight) return true;
      if (scrolls(overflowX) && parent.scrollWidth > parent.clientWidth) return true;
    }
    return false;
  }
}

const TABLES = [
  ['shares', 1000],
  ['share-peers', 30],
  ['tracker', 1000],
  ['swarm', 212],
] as const;

test.each(TABLES)('the table of %s tells how many rows it has', async (name, rows) => {
  const scene = scenes.find((known) => known.name === name);
  if (scene === undefined) throw new Error(`there is no scene called ${name}`);
  const page = await openScene(scene, BASE);
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
  const page = await openScene(scene, BASE);
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
  const page = await openScene(scene, BASE);
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  );
  expect(moving).toBe(0);
});
