import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { Scene } from '../../screens/scenes.ts';
import type { WorldName } from '../../screens/worlds.ts';
import { sharedChromium } from '../../support/sharedChromium.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createPageKeys, focusedName, goToRow, openTab, pressOn, tabTo } from '../../support/keyboard.ts';
import { openScene, PLAIN_LOOK } from '../../support/scenePage.ts';
import { torrentNamed } from '../../support/smallTorrent.ts';

/** Whom the tracker serves, its list and what it refused, as a person changes them. */

const cleanup = createCleanup();
const browser = sharedChromium();
afterEach(cleanup.run);

const HASH = 'ab'.repeat(20);
const NAMED = torrentNamed('Sheet music');

function open(world: WorldName, route: string): Promise<Page> {
  const scene: Scene = { name: 'tracker', world, route };
  return openScene(browser(), scene, { cleanup, look: PLAIN_LOOK });
}

const policyButton = (page: Page) => page.getByRole('button', { name: /^Serves/ });
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });
const rows = (page: Page) => page.getByRole('grid').getByRole('row');
const rowWith = (page: Page, text: string) => rows(page).filter({ hasText: text });
const notice = (page: Page, title: RegExp) => page.getByRole('alertdialog').filter({ hasText: title });

async function undo(page: Page, title: RegExp): Promise<void> {
  await notice(page, title).getByRole('button', { name: 'Undo' }).click();
}

describe('whom the tracker serves', () => {
  test('is changed with keys alone, and put back', async () => {
    const page = await open('full', '/tracker');
    const keys = createPageKeys(page);
    await pressOn(keys, /^Serves what is shared here$/);
    await page.getByRole('dialog').waitFor();
    await tabTo(keys, /^What is shared here/);
    await keys.press('ArrowDown');
    await pressOn(keys, /^Change$/);
    await page.getByRole('button', { name: 'Serves shares and its list' }).waitFor();
    await expect.poll(() => focusedName(page)).toBe('Serves shares and its list');
    await undo(page, /Changed/);
    await page.getByRole('button', { name: 'Serves what is shared here' }).waitFor();
  });

  test('is anything only after a warning, and not when one thinks better of it', async () => {
    const page = await open('full', '/tracker');
    const keys = createPageKeys(page);
    await pressOn(keys, /^Serves/);
    await tabTo(keys, /^What is shared here/);
    await keys.press('ArrowUp');
    await pressOn(keys, /^Serve anything…$/);
    const question = page.getByRole('alertdialog', { name: 'Serve anything, for anyone?' });
    await question.getByText(/addresses of all others/).waitFor();
    expect(await focusedName(page)).toBe('Cancel');
    await keys.press('Enter');
    await question.waitFor({ state: 'hidden' });
    expect(await page.getByRole('radio', { name: /^Anything/ }).isChecked()).toBe(true);
    await pressOn(keys, /^Serve anything…$/);
    await pressOn(keys, /^Serve anything$/);
    await page.getByRole('button', { name: 'Serves anything, for anyone' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await expect.poll(() => focusedName(page)).toBe('Serves anything, for anyone');
  });

  test('is told with the reason where it cannot be changed', async () => {
    const page = await open('fixed', '/tracker/refused');
    await page.getByText('so nothing else can be allowed').waitFor();
    expect(await page.getByRole('gridcell').getByRole('button', { name: 'Allow' }).count()).toBe(0);
    await policyButton(page).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Granary was started with --policy, which decides it.').waitFor();
    expect(await dialog.getByRole('radio', { name: /^Anything/ }).isDisabled()).toBe(true);
    expect(await dialog.getByRole('button', { name: 'Change' }).count()).toBe(0);
  });

  test('is asked about in the settings as well before it is anything', async () => {
    const page = await open('full', '/settings');
    const setting = page
      .getByRole('button', { name: 'Whom the tracker serves', exact: false })
      .and(page.locator('[aria-haspopup="listbox"]'));
    await setting.click();
    await page.getByRole('option', { name: 'Anything' }).click();
    const question = page.getByRole('alertdialog', { name: 'Serve anything, for anyone?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await setting.innerText()).toContain('What is shared here');
    await setting.click();
    await page.getByRole('option', { name: 'Anything' }).click();
    await question.getByRole('button', { name: 'Serve anything' }).click();
    await expect.poll(() => setting.innerText()).toContain('Anything');
  });
});

describe('the list', () => {
  test('takes what is typed, says what it cannot read, and takes it all back', async () => {
    const page = await open('listed', '/tracker/list');
    await tab(page, /^List 40$/).waitFor();
    await page.getByRole('button', { name: 'Add…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add to the list' });
    const field = dialog.getByRole('textbox');
    await field.fill(`${HASH}\n\nnot one\nmagnet:?xt=urn:btih:${NAMED.infoHash}&dn=Sheet+music`);
    await dialog.getByRole('button', { name: 'Allow' }).click();
    await dialog.getByText('2 torrents are on the list now.').waitFor();
    await dialog.getByText('Line 1, “not one”: this is neither a magnet link nor an info-hash').waitFor();
    expect(await field.inputValue()).toBe('not one');
    await field.fill('cd'.repeat(20));
    await dialog.getByRole('button', { name: 'Allow' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await tab(page, /^List 43$/).waitFor();
    await rowWith(page, 'Sheet music').getByText('allowed').waitFor();
    await undo(page, /3 torrents allowed/);
    await tab(page, /^List 40$/).waitFor();
  });

  test('takes dropped .torrent files and pasted links, to be allowed or blocked', async () => {
    const page = await open('listed', '/tracker/list');
    await page.evaluate(dropFile, { name: 'sheet.torrent', base64: Buffer.from(NAMED.bytes).toString('base64') });
    const dialog = page.getByRole('dialog', { name: 'Add to the list' });
    await dialog.getByText('sheet.torrent').waitFor();
    // Once the dialog is there, further ones come into it.
    await page.evaluate(dropFile, { name: 'broken.torrent', base64: btoa('nothing') });
    await dialog.getByText('broken.torrent').waitFor();
    await dialog.getByText('They are refused whatever else is set').click();
    await dialog.getByRole('button', { name: 'Block' }).click();
    await dialog.getByText('This is no .torrent file, or a damaged one.').waitFor();
    expect(await dialog.getByText('sheet.torrent').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await rowWith(page, 'Sheet music').getByText('blocked').waitFor();

    await page.evaluate(paste, `magnet:?xt=urn:btih:${HASH}`);
    expect(await dialog.getByRole('textbox').inputValue()).toBe(`magnet:?xt=urn:btih:${HASH}`);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.evaluate(paste, 'some text');
    expect(await dialog.count()).toBe(0);
  });

  test('with keys alone: a torrent is blocked and taken off, and comes back as it was', async () => {
    const page = await open('listed', '/tracker/list');
    const keys = createPageKeys(page);
    const name = 'Urlaubsfotos Bodensee v2';
    await goToRow(keys, 'Allowed and blocked torrents', name);
    await keys.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Block' }).waitFor();
    await keys.press('Enter');
    await rowWith(page, name).getByText('blocked').waitFor();
    await undo(page, /1 torrent blocked/);
    await rowWith(page, name).getByText('allowed').waitFor();

    await goToRow(keys, 'Allowed and blocked torrents', name);
    await keys.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Take off the list' }).waitFor();
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await tab(page, /^List 39$/).waitFor();
    await undo(page, /1 torrent taken off the list/);
    await rowWith(page, name).getByText('allowed').waitFor();
  });

  test('keeps what lies in a watched folder, and says so', async () => {
    const page = await open('listed', '/tracker/list');
    await page.getByText('/srv/torrents').waitFor();
    await rows(page).nth(1).click();
    await page.keyboard.press('Control+a');
    await page.getByRole('toolbar').getByText('40 torrents selected').waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Take off the list' }).click();
    await notice(page, /27 torrents taken off the list/)
      .getByText('13 stay: their files are in the watched folder.')
      .waitFor();
    await tab(page, /^List 13$/).waitFor();
    await undo(page, /taken off/);
    await tab(page, /^List 40$/).waitFor();
  });

  test('says where it does not count, and can be made to count there', async () => {
    const page = await open('full', '/tracker/list');
    await page.getByRole('button', { name: 'Let the list count' }).click();
    await page.getByRole('button', { name: 'Serves shares and its list' }).waitFor();
    await page.getByText('does not count yet').waitFor({ state: 'hidden' });
  });
});

describe('what was refused', () => {
  test('is allowed with one press where the list counts, and refused again after all', async () => {
    const page = await open('listed', '/tracker/refused');
    await tab(page, /^Refused 120$/).waitFor();
    await page.getByRole('gridcell').getByRole('button', { name: 'Allow' }).first().click();
    await tab(page, /^Refused 119$/).waitFor();
    await tab(page, /^List 41$/).waitFor();
    await undo(page, /1 torrent allowed/);
    await tab(page, /^List 40$/).waitFor();
    await tab(page, /^Refused 120$/).waitFor();
  });

  test('asks whether the list shall count where it does not, and undoes both', async () => {
    const page = await open('full', '/tracker');
    const keys = createPageKeys(page);
    await openTab(keys, /^Refused/);
    await goToRow(keys, 'Refused torrents', 'not shared here');
    await keys.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Allow' }).waitFor();
    await keys.press('Enter');
    await page.getByRole('alertdialog', { name: 'Let the list count?' }).waitFor();
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Serves shares and its list' }).waitFor();
    await tab(page, /^List 41$/).waitFor();
    await undo(page, /1 torrent allowed/);
    await page.getByRole('button', { name: 'Serves what is shared here' }).waitFor();
    await tab(page, /^List 40$/).waitFor();
  });

  test('is blocked with one press, several at once as well', async () => {
    const page = await open('listed', '/tracker/refused');
    await rows(page).nth(1).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('toolbar').getByRole('button', { name: 'Block' }).click();
    await notice(page, /2 torrents blocked/).waitFor();
    await tab(page, /^List 42$/).waitFor();
    await tab(page, /^List/).click();
    expect(await page.evaluate(() => location.hash)).toBe('#/tracker/list');
  });
});

/** Runs in the page: a file that falls on the window. */
function dropFile({ name, base64 }: { readonly name: string; readonly base64: string }): void {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

/** Runs in the page: a text that is pasted while no field has the focus. */
function paste(text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
}
