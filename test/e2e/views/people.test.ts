import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { WorldName } from '../../screens/worlds.ts';
import { sharedChromium } from '../../support/sharedChromium.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createPageKeys, focusedName, goToRow, type Keys, pressOn, tabTo } from '../../support/keyboard.ts';
import { mockInfoHash } from '../../support/mockEngine/mockShares.ts';
import { STANDARD_OPTIONS } from '../../support/mockEngine/options.ts';
import { openScene, PLAIN_LOOK } from '../../support/scenePage.ts';

/** People, invitations and groups, by keys alone; what is done is seen in the tables, and read from the clipboard. */

const cleanup = createCleanup();
const browser = sharedChromium();
afterEach(cleanup.run);

async function open(route: string, world: WorldName = 'private'): Promise<Keys> {
  const page = await openScene(browser(), { name: route, world, route }, { cleanup, look: PLAIN_LOOK });
  return createPageKeys(page);
}

const dialogOf = (page: Page, role: 'dialog' | 'alertdialog' = 'dialog') =>
  // A notice in the corner is an alertdialog as well.
  page.getByRole(role).filter({ has: page.getByRole('button', { name: /^(Close|Cancel)$/ }) });

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

const clipboardOf = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

/** From a row to an action of its menu. */
async function choose(keys: Keys, action: string): Promise<void> {
  await keys.press('Shift+F10');
  const item = keys.page.getByRole('menuitem', { name: action });
  await item.waitFor();
  for (let i = 0; i < 20 && !(await item.evaluate((element) => element === document.activeElement)); i++) {
    await keys.press('ArrowDown');
  }
  await keys.press('Enter');
}

describe('where it is', () => {
  test('the rail has it once the tracker is private, and its shortcut and the palette lead there', async () => {
    const keys = await open('/shares');
    const { page } = keys;
    await keys.press('Alt+5');
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
    expect(
      await page
        .getByRole('navigation')
        .getByRole('link', { name: /^People/ })
        .getAttribute('aria-current'),
    ).toBe('page');
    await keys.press('Alt+1');
    await keys.press('Control+k');
    await keys.type('invite');
    await page.getByRole('option', { name: 'Invite people…' }).waitFor();
    await keys.press('Enter');
    await page.getByRole('dialog', { name: 'Invite people' }).waitFor();
    expect(page.url()).toMatch(/#\/people$/);
  });

  test('without private mode the rail has none; the view says what it is, and adds people all the same', async () => {
    const keys = await open('/people', 'few');
    const { page } = keys;
    await page.getByText('Private mode is off').waitFor();
    expect(
      await page
        .getByRole('navigation')
        .getByRole('link', { name: /^People/ })
        .count(),
    ).toBe(0);
    await pressOn(keys, 'Whom the tracker serves');
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await page.getByRole('main').getByText('Whom the tracker serves').first().waitFor();

    await keys.press('Alt+5');
    await add(keys, { name: 'Ada', password: 'correct horse battery' });
    await page.getByRole('dialog', { name: 'What Ada needs' }).waitFor();
    await keys.press('Escape');
    await rowOf(page, 'Ada').waitFor();
    await page.getByText('The tracker asks nobody for a passkey.', { exact: false }).waitFor();
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^People/ })
      .waitFor();
  });

  test('the rules are in the settings, and found from here', async () => {
    const keys = await open('/people');
    await pressOn(keys, 'Rules');
    const { page } = keys;
    await page.getByRole('heading', { name: 'Rules for people' }).waitFor();
    expect(await page.getByRole('heading', { level: 2 }).count()).toBe(1);
  });
});

async function add(keys: Keys, { name, password }: { readonly name: string; readonly password: string }) {
  await pressOn(keys, 'Add person…');
  await dialogOf(keys.page).waitFor();
  await expect.poll(() => focusedName(keys.page)).toBe('Name');
  await keys.type(name);
  await tabTo(keys, 'Password');
  await keys.type(password);
  await keys.press('Enter');
}

describe('a person', () => {
  test('is added, once name and password will do, and then is handed the announce address', async () => {
    const keys = await open('/people', 'newPrivate');
    const { page } = keys;
    await add(keys, { name: 'Zoë <b>', password: 'short' });
    await page.getByRole('alert').getByText('The password has fewer than 8 characters.', { exact: false }).waitFor();
    await keys.type(' no more, but long');
    await keys.press('Enter');
    await page.getByRole('dialog', { name: 'What Zoë <b> needs' }).waitFor();
    await expect.poll(() => focusedName(page)).toBe('Copy announce address');
    await keys.press('Enter');
    await expect.poll(() => clipboardOf(page)).toMatch(/^http:\/\/192\.168\.7\.20:6969\/[0-9a-f]{32}\/announce$/);
    await keys.press('Escape');
    await rowOf(page, 'Zoë <b>').waitFor();
    await add(keys, { name: 'zoË <B>', password: 'another long one' });
    await page.getByRole('alert').getByText('There is zoË <B> already.', { exact: false }).waitFor();
  });

  test('waits, and is let in or turned away', async () => {
    const keys = await open('/people');
    const { page } = keys;
    await pressOn(keys, 'Look at them');
    await page.getByRole('dialog', { name: 'Waiting to be let in' }).waitFor();
    await pressOn(keys, /^Let in.*Deniz Moreau/);
    await page.getByText('1 person waits to be let in.').waitFor();
    await page.getByRole('button', { name: 'Let Deniz Moreau in' }).waitFor({ state: 'hidden' });
    await pressOn(keys, /^Turn away.*Ilse Petersen/);
    await page.getByText('Nobody waits any more').waitFor();
    await keys.press('Escape');
    await page.getByText('wait to be let in', { exact: false }).waitFor({ state: 'hidden' });
    await goToRow(keys, 'People', 'Deniz Moreau');
    expect(await rowOf(page, 'Deniz Moreau').innerText()).toContain('active');
  });

  test('has a page with all that can be done, each asked before it hurts', async () => {
    const keys = await open('/people');
    const { page } = keys;
    await goToRow(keys, 'People', 'Ada Lindqvist');
    await keys.press('Enter');
    await page.getByRole('heading', { name: 'Ada Lindqvist', level: 1 }).waitFor();
    await pressOn(keys, 'Copy announce address');
    await expect.poll(() => clipboardOf(page)).toContain('/announce');
    const before = await clipboardOf(page);
    await pressOn(keys, 'Reset passkey…');
    await dialogOf(page, 'alertdialog').waitFor();
    await expect.poll(() => focusedName(page)).toBe('Cancel');
    await keys.press('Escape');
    await expect.poll(() => focusedName(page)).toBe('Reset passkey…');
    await keys.press('Enter');
    await dialogOf(page, 'alertdialog').waitFor();
    await pressOn(keys, 'Reset passkey');
    await page.getByText('Passkey reset', { exact: true }).waitFor();
    await pressOn(keys, 'Copy announce address');
    await expect.poll(() => clipboardOf(page)).not.toBe(before);
    await pressOn(keys, 'Edit…');
    await dialogOf(page).waitFor();
    await keys.press('Control+a');
    await keys.type('Ada L.');
    await keys.press('Enter');
    await page.getByRole('heading', { name: 'Ada L.', level: 1 }).waitFor();
    await pressOn(keys, 'More');
    await page.getByRole('menuitem', { name: 'Disable' }).press('Enter');
    await page.locator('header').getByText('disabled').waitFor();
    await pressOn(keys, 'More');
    await page.getByRole('menuitem', { name: 'Remove…' }).press('Enter');
    await dialogOf(page, 'alertdialog').waitFor();
    await pressOn(keys, 'Remove person');
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
    expect(await rowOf(page, 'Ada L.').count()).toBe(0);
  });

  test('gets a .torrent of a share with their passkey, and the link', async () => {
    const keys = await open('/people/1');
    const { page } = keys;
    await pressOn(keys, 'Personal .torrent…');
    await page.getByRole('dialog').waitFor();
    await keys.type('talks');
    const share = page.getByRole('option').filter({ hasText: 'Conference talks' });
    await share.waitFor();
    await tabTo(keys, /^Conference talks/);
    await keys.press('Space');
    await pressOn(keys, 'Copy personal link');
    await expect.poll(() => clipboardOf(page)).toMatch(/^magnet:\?xt=urn:btih:[0-9a-f]{40}&tr=http%3A/);
    const download = page.waitForEvent('download');
    await pressOn(keys, 'Save .torrent');
    expect((await download).suggestedFilename()).toMatch(/\.torrent$/);
  });

  test('is cleared of suspicions', async () => {
    const keys = await open('/people/6');
    const { page } = keys;
    await page.getByText('Their figures cannot be right.').waitFor();
    await pressOn(keys, 'Dismiss');
    await page.getByText('Their figures cannot be right.').waitFor({ state: 'hidden' });
  });

  test('who is gone has a page that says so', async () => {
    const { page } = await open('/people/999');
    await page.getByRole('heading', { name: 'This person is not here any more' }).waitFor();
  });
});

test('several people are disabled at once', async () => {
  const keys = await open('/people');
  const { page } = keys;
  await goToRow(keys, 'People', 'Ada Novák');
  await keys.press('Space');
  for (let i = 0; i < 2; i++) await keys.press('Shift+ArrowDown');
  await page.getByText('3 people selected').waitFor();
  await choose(keys, 'Disable');
  await expect.poll(() => page.getByRole('row', { selected: true }).filter({ hasText: 'disabled' }).count()).toBe(3);
});

describe('invitations', () => {
  test('one is made with its terms, and ends on a link and its QR code', async () => {
    const keys = await open('/people/invitations');
    const { page } = keys;
    await pressOn(keys, 'Invite…');
    await dialogOf(page).waitFor();
    await tabTo(keys, 'How many may register');
    await keys.press('Control+a');
    await keys.type('0');
    await page.getByText('This must be a whole number from 1 to 10,000.').waitFor();
    expect(await page.getByRole('button', { name: 'Make the link' }).isDisabled()).toBe(true);
    await keys.press('Control+a');
    await keys.type('12');
    await tabTo(keys, 'Wait for approval');
    await keys.press('Space');
    await tabTo(keys, 'Film and sound');
    await keys.press('Space');
    await pressOn(keys, 'Make the link');
    await page.getByRole('img', { name: 'QR code of the invitation’s link' }).waitFor();
    await page.getByText('12 more people can register with it', { exact: false }).waitFor();
    await expect.poll(() => focusedName(page)).toBe('Copy link');
    await keys.press('Enter');
    await expect.poll(() => clipboardOf(page)).toMatch(/^http:\/\/192\.168\.7\.20:6969\/join\/\w{20,}$/);
    await keys.press('Escape');
    const row = rowOf(page, '12 of 12');
    expect(await row.innerText()).toContain('Film and sound');
  });

  test('one is revoked once that was asked', async () => {
    const keys = await open('/people/invitations');
    const { page } = keys;
    await goToRow(keys, 'Invitations', '18 of 25');
    await choose(keys, 'Revoke…');
    await dialogOf(page, 'alertdialog').waitFor();
    await pressOn(keys, 'Revoke invitation');
    await rowOf(page, '18 of 25').waitFor({ state: 'hidden' });
    expect(await page.getByRole('tab', { name: /^Invitations/ }).innerText()).toContain('4');
  });
});

test('a group is made of people and torrents, changed and removed', async () => {
  const keys = await open('/people/groups');
  const { page } = keys;
  await pressOn(keys, 'New group…');
  await dialogOf(page).waitFor();
  await keys.type('Cellar');
  await tabTo(keys, 'Search people');
  await keys.type('rossi');
  await page.getByRole('option', { name: 'Bruno Rossi' }).waitFor();
  await tabTo(keys, 'Bruno Rossi');
  await keys.press('Space');
  await tabTo(keys, 'Search shares');
  await keys.type('budget');
  await page.getByRole('option', { name: /^Budget/ }).waitFor();
  await tabTo(keys, /^Budget/);
  await keys.press('Space');
  await pressOn(keys, 'Make group');
  const row = rowOf(page, 'Cellar');
  await row.waitFor();
  expect(await row.innerText()).toMatch(/1\s*Bruno Rossi[\s\S]*1\s*Budget/);

  await goToRow(keys, 'Groups', 'Cellar');
  await choose(keys, 'Remove…');
  await dialogOf(page, 'alertdialog').waitFor();
  await pressOn(keys, 'Remove group');
  await row.waitFor({ state: 'hidden' });
});

test('a torrent is made free for all, and counts again', async () => {
  const keys = await open(`/tracker/${mockInfoHash(STANDARD_OPTIONS.seed, 0)}`);
  const { page } = keys;
  await pressOn(keys, 'Make free for all');
  await page.getByText('Downloads of it count against nobody’s ratio').waitFor();
  await page.getByRole('button', { name: 'Let it count again' }).waitFor();
  await pressOn(keys, 'Let it count again');
  await page.getByRole('button', { name: 'Make free for all' }).waitFor();
});
