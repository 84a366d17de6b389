import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { reachScene } from '../../screens/reachScene.ts';
import { type Scene, scenes } from '../../screens/scenes.ts';
import { WORLDS } from '../../screens/worlds.ts';
import { sharedChromium } from '../../support/sharedChromium.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { startDesktopApp } from '../../support/desktopApp.ts';
import { mockInfoHash } from '../../support/mockEngine/mockShares.ts';
import { startMockConsole } from '../../support/mockEngine/mockConsole.ts';
import { STANDARD_OPTIONS } from '../../support/mockEngine/options.ts';
import { openMockWindow } from '../../support/mockWindow.ts';
import { quietPage } from '../../support/quietPage.ts';

/** Names, comments, clients, files and messages that mean harm, in every view that shows any. */

const cleanup = createCleanup();
const browser = sharedChromium();
afterEach(cleanup.run);

/** What must not reach the screen as it is: it would turn the text around, hide, or end the line. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
const HARMLESS_MARK = 'granaryHarmed';
const MANY_SHARES = 60;
/** A comment may be as long as the contract lets it be made, and is shown whole. */
const LONGEST = 4096 + 1;

/** Each of the shares' pages is called something else. */
const PAGES: readonly Scene[] = Array.from({ length: 16 }, (_, index) => ({
  name: `share page ${index}`,
  world: 'full',
  route: `/shares/${mockInfoHash(STANDARD_OPTIONS.seed, index)}/about`,
  desktop: { kind: 'running' },
}));

const PAGES_IN_ELECTRON = PAGES.map(({ route }) => route);
const SHARE = mockInfoHash(STANDARD_OPTIONS.seed, 3);
const TABS = ['peers', 'pieces', 'files', 'discovery', 'rates'].map((tab) => `/shares/${SHARE}/${tab}`);

describe('in Chromium', () => {
  test.each([...scenes, ...PAGES].map((scene) => ({ name: scene.name, scene })))(
    '$name shows them harmless',
    async ({ scene }) => {
      const { page, harm } = await openHostile(scene);
      expect(await page.evaluate(findHarm, HARMLESS_MARK)).toEqual([]);
      const texts = await page.evaluate(shownTexts);
      expect(texts.filter((text) => RAW.test(text))).toEqual([]);
      expect(texts.filter((text) => text.length > LONGEST)).toEqual([]);
      expect(harm).toEqual([]);
    },
  );
});

describe('in Electron', () => {
  test('every view shows them harmless, and so does the title of the window', async () => {
    const { app, page, problems } = await startDesktopApp(cleanup, {
      mock: `--shares ${MANY_SHARES} --peers 212 --still --hostile`,
    });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).protocol));
    const expectHarmless = async (where: string): Promise<void> => {
      await quietPage(page);
      expect(await page.evaluate(findHarm, HARMLESS_MARK), where).toEqual([]);
      const raw = (await page.evaluate(shownTexts)).filter((text) => RAW.test(text));
      expect(raw, where).toEqual([]);
    };
    const routes = [
      '/shares',
      '/activity',
      '/settings',
      '/tracker',
      '/tracker/list',
      '/tracker/refused',
      `/tracker/${SHARE}`,
      ...TABS,
      ...PAGES_IN_ELECTRON,
    ];
    for (const route of routes) {
      await page.evaluate((hash) => void (location.hash = hash), route);
      await expectHarmless(route);
    }
    await page.getByRole('button', { name: /QR/i }).first().click();
    await page.getByRole('dialog').waitFor();
    await expectHarmless('the QR code');
    const titles = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => one.getTitle()),
    );
    expect(titles).toEqual(['Granary']);
    expect(requests.filter((protocol) => !['app:', 'data:', 'blob:'].includes(protocol))).toEqual([]);
    expect(problems).toEqual([]);
  });
});

async function openHostile(scene: Scene): Promise<{ readonly page: Page; readonly harm: readonly string[] }> {
  const shares = Math.min(WORLDS[scene.world].shares, MANY_SHARES);
  const mock = await startMockConsole({ engine: { ...WORLDS[scene.world], shares, hostile: true } });
  cleanup.add(() => mock.close());
  const look = { theme: 'light', language: 'en', width: 1280, height: 800 } as const;
  const { desktop } = scene;
  const page = await openMockWindow(browser(), { mock, look, ...(desktop === undefined ? {} : { desktop }) });
  cleanup.add(() => page.context().close());
  const harm: string[] = [];
  const own = new URL(mock.url).host;
  page.on('dialog', (dialog) => {
    harm.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = url.host === own || ['data:', 'blob:'].includes(url.protocol);
    if (!isOwn) harm.push(`a request: ${request.url()}`);
  });
  page.on('pageerror', (error) => harm.push(`an error: ${error.message}`));
  await reachScene(page, { scene, mock });
  return { page, harm };
}

/** Runs in the page. */
function findHarm(mark: string): string[] {
  const harm: string[] = [];
  if (Object.keys(window).includes(mark)) harm.push('a stranger ran a script');
  for (const selector of [
    'iframe',
    'object',
    'embed',
    'img[onerror]',
    '[onload]',
    '#harm',
    'body script',
    'body style',
  ]) {
    if (document.querySelector(selector) !== null) harm.push(`an element was put in: ${selector}`);
  }
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
  if (scrollWidth > clientWidth) harm.push(`the page scrolls sideways: ${scrollWidth} > ${clientWidth}`);
  if (scrollHeight > clientHeight) harm.push(`the page scrolls: ${scrollHeight} > ${clientHeight}`);
  for (const row of document.querySelectorAll('[role="row"]')) {
    const { height } = row.getBoundingClientRect();
    if (height > 48) harm.push(`a row is ${height} px high`);
  }
  return harm;
}

/** Runs in the page: every text that a person or a screen reader gets, titles and labels too. */
function shownTexts(): string[] {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Text) texts.push(node.data);
    if (!(node instanceof Element)) continue;
    for (const name of ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt']) {
      const value = node.getAttribute(name);
      if (value !== null) texts.push(value);
    }
  }
  return texts;
}
