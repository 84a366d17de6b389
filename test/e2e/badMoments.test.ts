import { once } from 'node:events';
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { makeFolders, startDesktopApp } from '../support/desktopApp.ts';
import { type Granary, type ServeReady, startServe } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { keepPictureAtEnd } from '../support/pictureAtEnd.ts';
import { runProgram } from '../support/programs.ts';
import { callRunningEngine, setConsolePassword } from '../support/remoteEngine.ts';
import { builtRenderer } from '../support/rendererBuild.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What goes wrong on a person's computer, in words and with a way out. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const PATIENCE = { timeout: 30_000 };

describe('the engine cannot start', () => {
  test('because its port is taken: who says which, and Start again works once it is free', async () => {
    const blocker = createServer().listen(0, '0.0.0.0');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const { page } = await startDesktopApp(cleanup, { environment: { GRANARY_PORT: String(port) } });
    keepPictureAtEnd(cleanup, page, 'port-taken');
    await page
      .getByRole('alert')
      .filter({ hasText: String(port) })
      .waitFor(PATIENCE);
    await page
      .getByText(/another port|end that program/)
      .first()
      .waitFor(PATIENCE);
    blocker.close();
    await once(blocker, 'close');
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.getByText('Drop files or folders to share them with everyone on this network').waitFor(PATIENCE);
  });

  test('because its database is damaged: which file, and that nothing was changed', async () => {
    const folders = await makeFolders(cleanup);
    await writeFile(
      join(folders.data, 'granary.sqlite'),
      'this is no database, and long enough not to be taken for an empty one',
    );
    const { page } = await startDesktopApp(cleanup, { folders });
    await page.getByRole('alert').filter({ hasText: 'granary.sqlite' }).waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Start again' }).waitFor(PATIENCE);
  });

  test('because its folder cannot be written', async () => {
    const folders = await makeFolders(cleanup);
    const file = join(folders.data, 'a file');
    await writeFile(file, '');
    const { page } = await startDesktopApp(cleanup, { folders, environment: { GRANARY_DATA_DIR: join(file, 'data') } });
    await page.getByRole('alert').filter({ hasText: file }).waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Start again' }).waitFor(PATIENCE);
  });
});

describe('files', () => {
  test('a file that changes, and a disk that vanishes, are said with what to do; both ways back work', async () => {
    const folder = join(await temporaryFolder(cleanup, 'files'), 'Stored');
    await mkdir(folder);
    await writeFile(join(folder, 'changing.txt'), 'grain '.repeat(20_000));
    const granary = await startServe(cleanup, { address: lanAddresses().host });
    const page = await openConsole(granary);
    await share(granary, folder);
    await page.getByRole('row').filter({ hasText: 'Stored' }).dblclick(PATIENCE);
    await page.getByRole('button', { name: 'Copy link' }).waitFor(PATIENCE);

    await appendFile(join(folder, 'changing.txt'), 'more');
    await recheck(page);
    await page.getByText(/Not shared at the moment: .*changing\.txt/).waitFor(PATIENCE);
    await page.getByText('Nothing is ever deleted.', { exact: false }).first().waitFor(PATIENCE);

    await writeFile(join(folder, 'changing.txt'), 'grain '.repeat(20_000));
    await recheck(page);
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor(PATIENCE);

    await rename(folder, `${folder} elsewhere`);
    await recheck(page);
    await page.getByText(/Not shared at the moment: .*(not there|missing|cannot be read)/).waitFor(PATIENCE);
    await rename(`${folder} elsewhere`, folder);
    await recheck(page);
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor(PATIENCE);
  });
});

describe('around the page', () => {
  test('a refused clipboard shows the link instead', async () => {
    const granary = await startServe(cleanup, { address: lanAddresses().host });
    const page = await openConsole(granary);
    await page.evaluate(() => {
      Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error('refused')) });
    });
    const folder = await temporaryFolder(cleanup, 'clip');
    await writeFile(join(folder, 'a.txt'), 'grain');
    await share(granary, join(folder, 'a.txt'));
    await page.getByRole('row').filter({ hasText: 'a.txt' }).dblclick(PATIENCE);
    await page.getByRole('button', { name: 'Copy link' }).click(PATIENCE);
    await page.getByText('The clipboard was refused.', { exact: false }).waitFor(PATIENCE);
    await page
      .getByText(/magnet:\?xt=urn:btih:/)
      .first()
      .waitFor(PATIENCE);
  });

  test('a wrong password is said, and the right one lets in', async () => {
    const granary = await startServe(cleanup, { address: lanAddresses().host });
    await setConsolePassword(granary.dataDir, 'a long enough secret');
    const page = await openPage(`http://127.0.0.1:${granary.ready.controlPort}/`);
    keepPictureAtEnd(cleanup, page, 'wrong-password');
    await page.getByLabel('Password').fill('a wrong one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('That is not the password.').waitFor(PATIENCE);
    await page.getByLabel('Password').fill('a long enough secret');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Share files or folders with everyone on this network').waitFor(PATIENCE);
  });

  test('a browser that is too old is told so', async () => {
    const granary = await startServe(cleanup, { address: lanAddresses().host });
    const page = await openPage(granary.ready.console ?? '', {}, () => {
      // @ts-expect-error As in a browser of 2022.
      delete Array.prototype.toSorted;
    });
    await page.getByText('This browser is too old', { exact: false }).waitFor(PATIENCE);
  });

  test('a network that is gone is said in the status bar, and is served again when it is back', async () => {
    const { host } = lanAddresses();
    const page = await openConsole(await startServe(cleanup, { address: host }));
    const copies = page.getByRole('button', { name: new RegExp(`Copy the address ${host}`) });
    await copies.waitFor(PATIENCE);
    const name = await interfaceOf(host);
    cleanup.add(() => ip('link', 'set', name, 'up'));
    await ip('link', 'set', name, 'down');
    await page
      .getByText(/No network address|127\.0\.0\.1/)
      .first()
      .waitFor(PATIENCE);
    await ip('link', 'set', name, 'up');
    await copies.waitFor(PATIENCE);
  });
});

async function openConsole({ ready }: Granary<ServeReady>): Promise<Page> {
  const page = await openPage(ready.console ?? '');
  await page.getByText('Share files or folders with everyone on this network').waitFor(PATIENCE);
  return page;
}

async function openPage(url: string, options: BrowserContextOptions = {}, before?: () => void): Promise<Page> {
  await builtRenderer();
  const browser = await launchChromium();
  cleanup.add(() => browser.close());
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  if (before !== undefined) await context.addInitScript(before);
  const page = await context.newPage();
  keepPictureAtEnd(cleanup, page, 'bad-moment');
  await page.goto(url);
  return page;
}

/** By another way into the same engine. */
async function share({ dataDir }: Granary<ServeReady>, path: string): Promise<void> {
  await callRunningEngine(dataDir, 'shares.create', { jobId: 'share', paths: [path] });
}

async function recheck(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Recheck' }).first().click(PATIENCE);
}

async function interfaceOf(address: string): Promise<string> {
  const { output } = await runProgram(cleanup, { command: 'ip', args: ['-o', 'addr', 'show'] });
  const line = output.split('\n').find((text) => text.includes(` ${address}/`));
  const name = line?.split(/\s+/)[1];
  if (name === undefined) throw new Error(`no interface has ${address}`);
  return name;
}

async function ip(...args: readonly string[]): Promise<void> {
  const { status, output } = await runProgram(cleanup, { command: 'ip', args });
  expect(output).toBe('');
  expect(status).toBe(0);
}
