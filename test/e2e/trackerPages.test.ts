import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type RealEngine, startRealEngine } from '../support/realEngine.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** The page at the tracker's port, as people on the network see it. */

const whole = createCleanup();
const each = createCleanup();
let browser: Browser;
let engine: RealEngine;
let base: string;
let infoHash: string;

beforeAll(async () => {
  const folder = await temporaryFolder(whole);
  await mkdir(join(folder, 'Lab image'));
  await writeFile(join(folder, 'Lab image', 'disk.img'), 'grain '.repeat(10_000));
  await writeFile(join(folder, 'corn.txt'), 'corn');
  engine = await startRealEngine(whole, join(folder, 'data'));
  base = `http://127.0.0.1:${(await engine.api.call('engine.status', {})).trackerPort}`;
  ({ infoHash } = await engine.share(join(folder, 'Lab image')));
  await engine.share(join(folder, 'corn.txt'));
  browser = await launchChromium();
  whole.add(() => browser.close());
});
afterEach(() => each.run());
afterAll(() => whole.run());

/** A page whose policy or script fails fails the test. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  each.add(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  each.add(() => expect(problems).toEqual([]));
  await page.goto(base + path);
  return page;
}

async function announce(peer: string, left: number): Promise<void> {
  const bytes = infoHash.replace(/../g, '%$&');
  const query = `peer_id=-XX0100-${peer.padEnd(12, '.')}&port=6881&uploaded=0&downloaded=0&left=${left}&event=started`;
  await fetch(`${base}/announce?info_hash=${bytes}&${query}`, { headers: { Connection: 'close' } });
}

describe('without scripts', () => {
  it('lists, searches, sorts and leads to each torrent', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    expect(await page.getByRole('row').count()).toBe(3);
    await page.getByRole('searchbox').fill('LAB');
    await page.getByRole('button', { name: 'Search' }).click();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: 'Size' }).click();
    expect(page.url()).toContain('q=LAB&sort=size');
    await page.getByRole('link', { name: 'Lab image', exact: true }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Lab image');
    expect(await page.getByRole('link', { name: 'Magnet link' }).getAttribute('href')).toContain(
      `urn:btih:${infoHash}`,
    );
    expect(await page.getByRole('cell', { name: 'disk.img' }).isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Copy link' }).count()).toBe(0);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '.torrent', exact: true }).click();
    expect((await download).suggestedFilename()).toBe('Lab image.torrent');
  });

  it('signs people in and out of a private tracker', async () => {
    await engine.api.call('settings.change', { changes: { policy: 'private' } });
    each.add(async () => void (await engine.api.call('settings.change', { changes: { policy: 'shares' } })));
    await engine.api.call('people.create', { name: 'Ada', password: 'eleven red barns' });
    const page = await open('/', { javaScriptEnabled: false });
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill('eleven red barns');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('row').count()).toBe(3);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in');
  });
});

describe('with scripts', () => {
  it('shows counts as they change, and copies the link', async () => {
    const page = await open(`/torrents/${infoHash}`);
    await expect.poll(() => page.locator('[data-count=leechers]').textContent()).toBe('0');
    await announce('leecher', 1000);
    await expect.poll(() => page.locator('[data-count=leechers]').textContent(), { timeout: 20_000 }).toBe('1');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.locator('[data-copy]').getAttribute('data-copy')).toContain(infoHash);
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each(['/', '/torrents/HASH', '/?q=nothing', '/sign-in-of-nobody'])(
    'has nothing for axe to say of %s',
    async (path) => {
      if (path.startsWith('/sign-in')) {
        await engine.api.call('settings.change', { changes: { policy: 'private' } });
        each.add(async () => void (await engine.api.call('settings.change', { changes: { policy: 'shares' } })));
      }
      const page = await open(path.startsWith('/sign-in') ? '/' : path.replace('HASH', infoHash), { colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
  );
});
