import type { Page } from 'playwright-core';
import type { EngineHostState } from '../../shared/desktop.ts';
import type { MockConsole } from '../support/mockEngine/mockConsole.ts';
import { mockInfoHash } from '../support/mockEngine/mockShares.ts';
import { STANDARD_OPTIONS } from '../support/mockEngine/options.ts';
import type { WorldName } from './worlds.ts';

/** Everything that the window can look like, and how to get there. */
export interface Scene {
  readonly name: string;
  readonly world: WorldName;
  /** After `#` in the address. */
  readonly route: string;
  /** The page is the desktop app's, with its engine in this state. */
  readonly desktop?: EngineHostState;
  /** What to do once the page is there. */
  readonly prepare?: (page: Page, mock: MockConsole) => Promise<void>;
}

const RUNNING: EngineHostState = { kind: 'running' };

/** The lab image: thirty computers, some of which have it. */
const SHARE = mockInfoHash(STANDARD_OPTIONS.seed, 2);
const FILM = mockInfoHash(STANDARD_OPTIONS.seed, 0);
const BROKEN_SHARE = mockInfoHash(STANDARD_OPTIONS.seed, 7);
const TALKS = mockInfoHash(STANDARD_OPTIONS.seed, 3);

const STOPPED: EngineHostState = {
  kind: 'stopped',
  error: {
    code: 'port-taken',
    message: 'another program already listens on port 6969 (TCP)',
    hint: 'end that program, or choose another port in the settings',
    because: { reason: 'port-in-use', protocol: 'TCP', port: 6969, address: '0.0.0.0' },
  },
  logFile: '/home/ada/.local/share/granary/engine.log',
  logTail: [
    '14:04:57 info granary 0.1.0 starts, data in /home/ada/.local/share/granary',
    '14:04:57 info database opened, 12 shares',
    '14:04:58 error listen EADDRINUSE: address already in use 0.0.0.0:6969',
    '14:04:58 info engine stopped',
  ],
};

const RESTARTING: EngineHostState = {
  kind: 'restarting',
  reason: 'the engine ended by signal SIGKILL',
  nextAt: Date.UTC(2026, 10, 20, 14, 5, 4),
};

export const scenes: readonly Scene[] = [
  { name: 'shares', world: 'full', route: '/shares', desktop: RUNNING },
  { name: 'shares-few', world: 'few', route: '/shares', desktop: RUNNING },
  { name: 'shares-empty', world: 'empty', route: '/shares', desktop: RUNNING },
  { name: 'shares-selected', world: 'full', route: '/shares', desktop: RUNNING, prepare: selectRows },
  { name: 'shares-no-match', world: 'full', route: '/shares', desktop: RUNNING, prepare: filterAway },
  { name: 'shares-menu', world: 'few', route: '/shares', desktop: RUNNING, prepare: openRowMenu },
  { name: 'shares-refused', world: 'refused', route: '/shares', desktop: RUNNING },
  ...(['peers', 'pieces', 'files', 'discovery', 'rates', 'about'] as const).map((tab) => ({
    name: `share-${tab}`,
    world: 'full' as const,
    // A folder shows more of the files than one image does.
    route: `/shares/${tab === 'files' ? FILM : SHARE}/${tab}`,
    desktop: RUNNING,
  })),
  { name: 'share-error', world: 'full', route: `/shares/${BROKEN_SHARE}/peers`, desktop: RUNNING },
  { name: 'share-gone', world: 'full', route: `/shares/${'0'.repeat(40)}/peers`, desktop: RUNNING },
  { name: 'share-qr', world: 'full', route: `/shares/${SHARE}/peers`, desktop: RUNNING, prepare: openQr },
  { name: 'tracker', world: 'full', route: '/tracker', desktop: RUNNING },
  { name: 'tracker-empty', world: 'empty', route: '/tracker', desktop: RUNNING },
  { name: 'tracker-policy', world: 'full', route: '/tracker', desktop: RUNNING, prepare: openPolicy },
  { name: 'tracker-policy-open', world: 'full', route: '/tracker', desktop: RUNNING, prepare: chooseOpenPolicy },
  { name: 'tracker-policy-fixed', world: 'fixed', route: '/tracker', desktop: RUNNING, prepare: openPolicy },
  { name: 'tracker-list', world: 'listed', route: '/tracker/list', desktop: RUNNING },
  { name: 'tracker-list-idle', world: 'full', route: '/tracker/list', desktop: RUNNING, prepare: selectRows },
  { name: 'tracker-list-open', world: 'open', route: '/tracker/list' },
  { name: 'tracker-list-empty', world: 'empty', route: '/tracker/list', desktop: RUNNING },
  { name: 'tracker-add', world: 'listed', route: '/tracker/list', desktop: RUNNING, prepare: addWithMistakes },
  { name: 'tracker-refused', world: 'listed', route: '/tracker/refused', desktop: RUNNING },
  { name: 'tracker-refused-selected', world: 'listed', route: '/tracker/refused', prepare: selectRows },
  { name: 'tracker-refused-empty', world: 'empty', route: '/tracker/refused', desktop: RUNNING },
  { name: 'tracker-allow', world: 'full', route: '/tracker/refused', desktop: RUNNING, prepare: askToAllow },
  { name: 'swarm', world: 'full', route: `/tracker/${TALKS}`, desktop: RUNNING },
  { name: 'people', world: 'private', route: '/people', desktop: RUNNING },
  { name: 'people-selected', world: 'private', route: '/people', desktop: RUNNING, prepare: selectRows },
  { name: 'people-empty', world: 'newPrivate', route: '/people', desktop: RUNNING },
  { name: 'people-off', world: 'few', route: '/people', desktop: RUNNING },
  { name: 'people-invitations', world: 'private', route: '/people/invitations', desktop: RUNNING },
  { name: 'people-groups', world: 'private', route: '/people/groups', desktop: RUNNING },
  { name: 'people-person', world: 'private', route: '/people/6', desktop: RUNNING },
  { name: 'people-waiting', world: 'private', route: '/people', desktop: RUNNING, prepare: lookAtWaiting },
  { name: 'people-add', world: 'private', route: '/people', desktop: RUNNING, prepare: addPerson },
  { name: 'people-links', world: 'private', route: '/people/1', desktop: RUNNING, prepare: showLinks },
  { name: 'people-torrent', world: 'private', route: '/people/1', desktop: RUNNING, prepare: choosePersonalTorrent },
  { name: 'people-invite', world: 'private', route: '/people/invitations', desktop: RUNNING, prepare: invite },
  { name: 'people-invitation', world: 'private', route: '/people/invitations', desktop: RUNNING, prepare: openRow },
  { name: 'people-group', world: 'private', route: '/people/groups', desktop: RUNNING, prepare: openRow },
  { name: 'people-reset', world: 'private', route: '/people/1', desktop: RUNNING, prepare: askToReset },
  { name: 'activity', world: 'full', route: '/activity', desktop: RUNNING },
  { name: 'settings', world: 'full', route: '/settings', desktop: RUNNING },
  { name: 'settings-console', world: 'full', route: '/settings' },
  { name: 'create-what', world: 'few', route: '/shares', desktop: RUNNING, prepare: beginCreating },
  { name: 'create-how', world: 'few', route: '/shares', desktop: RUNNING, prepare: chooseHow },
  { name: 'create-hashing', world: 'few', route: '/shares', desktop: RUNNING, prepare: hash },
  { name: 'create-console', world: 'few', route: '/shares', prepare: beginCreating },
  { name: 'remove', world: 'few', route: `/shares/${SHARE}/about`, desktop: RUNNING, prepare: askToRemove },
  { name: 'columns', world: 'few', route: '/shares', desktop: RUNNING, prepare: chooseColumns },
  { name: 'palette', world: 'few', route: '/shares', desktop: RUNNING, prepare: openPalette },
  { name: 'shortcuts', world: 'few', route: '/shares', desktop: RUNNING, prepare: openShortcuts },
  { name: 'sign-in', world: 'few', route: '/shares', prepare: signOut },
  { name: 'disconnected', world: 'few', route: '/shares', prepare: disconnect },
  { name: 'engine-stopped', world: 'few', route: '/shares', desktop: STOPPED },
  { name: 'engine-restarting', world: 'few', route: '/shares', desktop: RESTARTING },
  { name: 'console-shares', world: 'few', route: '/shares' },
];

async function selectRows(page: Page): Promise<void> {
  const rows = page.getByRole('row');
  await rows.nth(2).click();
  await page.keyboard.down('Shift');
  await rows.nth(5).click();
  await page.keyboard.up('Shift');
  await page.getByRole('toolbar').waitFor();
}

async function filterAway(page: Page): Promise<void> {
  await page.getByRole('searchbox').first().fill('nothing is called this');
}

async function openRowMenu(page: Page): Promise<void> {
  await page.getByRole('row').nth(2).click({ button: 'right' });
}

async function openQr(page: Page): Promise<void> {
  await page.getByRole('button', { name: /QR/i }).first().click();
}

async function openRow(page: Page): Promise<void> {
  await page.getByRole('row').nth(2).click();
  await page.getByRole('dialog').waitFor();
}

async function lookAtWaiting(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Look at them|Ansehen)$/ }).click();
}

async function addPerson(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Add person|Person anlegen)…$/ }).click();
  await page.getByRole('dialog').waitFor();
}

async function invite(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Invite|Einladen)…$/ }).click();
  await page.getByRole('dialog').waitFor();
}

async function showLinks(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(More|Mehr)$/ }).click();
  await page.getByRole('menuitem', { name: /^Announce/ }).click();
  await page.getByRole('dialog').waitFor();
}

async function choosePersonalTorrent(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Personal|Persönliche) / }).click();
  await page.getByRole('dialog').waitFor();
}

async function askToReset(page: Page): Promise<void> {
  const name = /^(Reset passkey|Neuer Passkey)…$/;
  const button = page.getByRole('button', { name });
  if (!(await button.isVisible())) {
    // As with what is rarely wanted of a share.
    await page.getByRole('button', { name: /^(More|Mehr)$/ }).click();
    await page.getByRole('menuitem', { name }).click();
  } else await button.click();
  await page.getByRole('alertdialog').waitFor();
}

async function beginCreating(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^(Share files|Dateien teilen)/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog').filter({ hasNot: page.getByRole('menu') });
  const folder = page.getByRole('menuitem', { name: /(folder|Ordner)…$/ });
  await dialog.or(folder).first().waitFor();
  // The desktop app asks the system for files or a folder; a browser has the dialog's own list.
  if (await folder.isVisible()) await folder.click();
  await dialog.waitFor();
}

async function chooseHow(page: Page): Promise<void> {
  await beginCreating(page);
  await page.getByRole('button', { name: /^(Next|Weiter)$/ }).click();
}

async function hash(page: Page): Promise<void> {
  await chooseHow(page);
  const dialog = page.getByRole('dialog');
  const share = dialog.getByRole('button', { name: /^(Share|Teilen)$/ });
  await share.waitFor();
  // A stranger's folder may be called what no share can be called.
  if (await share.isDisabled()) await dialog.getByRole('textbox', { name: 'Name' }).fill('Called by hand');
  await share.click();
}

async function askToRemove(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^(Remove|Entfernen)/ });
  if (!(await button.isVisible())) {
    // A narrow window keeps what is rarely wanted in a menu.
    await page.getByRole('button', { name: /^(More|Mehr)$/ }).click();
    await page.getByRole('menuitem', { name: /^(Remove|Entfernen)/ }).click();
  } else await button.click();
  await page.getByRole('alertdialog').waitFor();
}

async function openPolicy(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Serves|Bedient)/ }).click();
  await page.getByRole('dialog').waitFor();
}

async function chooseOpenPolicy(page: Page): Promise<void> {
  await openPolicy(page);
  await page
    .getByRole('dialog')
    .getByText(/^(Anything, for anyone|Alles, für alle)$/)
    .click();
  await page.getByRole('button', { name: /…$/ }).click();
  await page.getByRole('alertdialog').waitFor();
}

async function addWithMistakes(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^(Add|Hinzufügen)…$/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: /^(Add to|Zur Liste)/ });
  await dialog.getByRole('textbox').fill(`${'ab'.repeat(20)}\nsome text\nmagnet:?dn=nothing`);
  await dialog.locator('input[type="file"]').setInputFiles({
    name: 'broken.torrent',
    mimeType: 'application/x-bittorrent',
    buffer: Buffer.from('not a torrent'),
  });
  await dialog.getByRole('button', { name: /broken\.torrent/ }).waitFor();
  await dialog.getByRole('button', { name: /^(Allow|Erlauben)$/ }).click();
  await dialog.getByText(/^(Line|Zeile) 2/).waitFor();
}

async function askToAllow(page: Page): Promise<void> {
  await page
    .getByRole('gridcell')
    .getByRole('button', { name: /^(Allow|Erlauben)$/ })
    .first()
    .click();
  await page.getByRole('alertdialog').waitFor();
}

async function chooseColumns(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Choose columns|Spalten auswählen)/ }).click();
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
}

async function openShortcuts(page: Page): Promise<void> {
  await page.keyboard.press('?');
}

async function signOut(page: Page, mock: MockConsole): Promise<void> {
  mock.setSignedIn(false);
  await page.reload();
}

async function disconnect(_page: Page, mock: MockConsole): Promise<void> {
  mock.setAway(true);
}
