import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type RealEngine, startRealEngine } from '../support/realEngine.ts';
import { torrentNamed } from '../support/smallTorrent.ts';
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
  page.on('console', (message) => {
    // A form that is refused is an answer like another, but Chromium notes its status.
    if (!message.location().url.endsWith('/publish')) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  each.add(() => expect(problems).toEqual([]));
  await page.goto(base + path);
  return page;
}

/** The first page as a publisher sees it who is in a group. */
async function openAs(name: string, options: BrowserContextOptions): Promise<{ page: Page; passkey: string }> {
  const password = 'eleven red barns';
  await engine.api.call('settings.change', { changes: { policy: 'private' } });
  each.add(async () => void (await engine.api.call('settings.change', { changes: { policy: 'shares' } })));
  const { person, passkey } = await engine.api.call('people.create', { name, password, role: 'publisher' });
  const { group } = await engine.api.call('groups.save', { name: 'Botanists', people: [person] });
  each.add(async () => void (await engine.api.call('groups.remove', { group })));
  const page = await open('/sign-in', options);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  return { page, passkey };
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

describe('a publisher, without scripts', () => {
  it('publishes a torrent for a group, gets it with their passkey, and takes it off again', async () => {
    const { page, passkey } = await openAs('Grace', { javaScriptEnabled: false });
    const { bytes, infoHash: published } = torrentNamed('Field notes');
    await page.getByRole('link', { name: 'Publish a torrent' }).click();
    await page.getByLabel('.torrent file').setInputFiles({
      name: 'notes.torrent',
      mimeType: 'application/x-bittorrent',
      buffer: Buffer.from(bytes),
    });
    await page.getByLabel('Botanists').check();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    expect(page.url()).toBe(`${base}/torrents/${published}`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Field notes');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '.torrent', exact: true }).click();
    const file = await readFile(await (await download).path(), 'latin1');
    expect(file).toContain(`/${passkey}/announce`);
    await page.getByRole('link', { name: 'Take off the list' }).click();
    await page.getByRole('button', { name: 'Take off the list' }).click();
    expect(page.url()).toBe(`${base}/`);
    expect(await page.getByRole('link', { name: 'Field notes' }).count()).toBe(0);
  });

  it('is told when the file is far too large, though it is still on its way', async () => {
    const { page } = await openAs('Hedy', { javaScriptEnabled: false });
    await page.goto(`${base}/publish`);
    const large = join(await temporaryFolder(each), 'disk.img');
    await writeFile(large, new Uint8Array(60 * 1024 * 1024));
    await page.getByLabel('.torrent file').setInputFiles(large);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    expect(await page.getByRole('alert').textContent()).toMatch(/more than 16\sMiB/);
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
      await expectNothingOfAxe(page);
    },
  );

  it('has nothing for axe to say of what publishers see', async () => {
    const { page } = await openAs(`Ida ${colorScheme}`, { colorScheme });
    const { bytes, infoHash: published } = torrentNamed(`Herbarium ${colorScheme}`);
    await page.goto(`${base}/publish`);
    const file = { name: 'a.torrent', mimeType: 'application/x-bittorrent', buffer: Buffer.from('nothing') };
    await page.getByLabel('.torrent file').setInputFiles(file);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await expectNothingOfAxe(page);
    await page.getByLabel('.torrent file').setInputFiles({ ...file, buffer: Buffer.from(bytes) });
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('link', { name: 'Take off the list' }).waitFor();
    await expectNothingOfAxe(page);
    await page.goto(`${base}/torrents/${published}/withdraw`);
    await expectNothingOfAxe(page);
  });
});

async function expectNothingOfAxe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
