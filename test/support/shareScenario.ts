import { randomBytes } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { MIB } from '../../shared/units.ts';
import { startAria2 } from './aria2.ts';
import type { Cleanup } from './cleanup.ts';
import { compareTrees } from './compareTrees.ts';
import type { DownloadClient } from './downloadClient.ts';
import { eventually } from './eventually.ts';
import { activeCell, goToRow, type Keys } from './keyboard.ts';
import { lanAddresses } from './lanAddresses.ts';
import type { Operator } from './operators.ts';
import { startQbittorrent } from './qbittorrent.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/**
 * What a person does with Granary on the day of its purpose, in whatever shows its page: share a folder, hand the link to two
 * stock clients, watch them get it, pause, go on, and end. Everything is found as a person or a screen reader finds it, and
 * done with a pointer or with keys alone.
 */

export interface ScenarioWindow {
  readonly page: Page;
  readonly operator: Operator;
  /** Gives the path to the window as its kind of window allows: a real drop, or typed into the folder browser. */
  choose(path: string): Promise<void>;
  clipboard(): Promise<string>;
}

export interface SharedFolder {
  readonly name: string;
  readonly path: string;
  readonly infoHash: string;
  readonly magnet: string;
}

const FOLDER = 'Harvest 2026';
const FILES = { 'film.bin': 40 * MIB, 'photos/field.bin': 8 * MIB + 123, 'read me.txt': 1234 } as const;
/** Slow enough for their progress to be seen rising. */
const CLIENT_BYTES_PER_SECOND = 6 * MIB;
const HUGE_BYTES = 6 * 1024 * MIB;
const PATIENCE = { timeout: 30_000 };

/** The window is there, connected, and nothing is shared yet. */
export async function untilWelcome({ page }: Pick<ScenarioWindow, 'page'>): Promise<void> {
  await welcome(page).waitFor(PATIENCE);
}

/** Begins to share a file of holes, sees its hashing move, and stops it: nothing is shared then. */
export async function stopHashingHalfway(cleanup: Cleanup, { page, operator, choose }: ScenarioWindow): Promise<void> {
  const path = join(await temporaryFolder(cleanup, 'huge'), 'huge.img');
  const file = await open(path, 'w');
  await file.truncate(HUGE_BYTES);
  await file.close();
  await choose(path);
  const dialog = page.getByRole('dialog', { name: 'Share files' });
  await operator.press('Next');
  await operator.press('Share');
  const bar = dialog.getByRole('progressbar');
  await bar.waitFor(PATIENCE);
  await risesAbove(bar, 0);
  await operator.press('Stop…');
  await operator.press('Stop hashing');
  await dialog.waitFor({ state: 'hidden' });
  await untilWelcome({ page });
}

export async function shareFolder(cleanup: Cleanup, window: ScenarioWindow): Promise<SharedFolder> {
  const { page, operator } = window;
  const path = join(await temporaryFolder(cleanup, 'share'), FOLDER);
  for (const [name, bytes] of Object.entries(FILES)) {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), randomBytes(bytes));
  }
  await writeFile(join(path, 'Thumbs.db'), 'junk');
  await window.choose(path);
  const dialog = page.getByRole('dialog', { name: 'Share files' });
  await dialog.getByText('One file is left out').waitFor(PATIENCE);
  await operator.press('Next');
  await operator.press('Share');
  await page.getByRole('heading', { name: FOLDER }).waitFor(PATIENCE);
  await operator.press('Copy link');
  const magnet = await eventually(
    async () => ((await window.clipboard()).startsWith('magnet:') ? window.clipboard() : undefined),
    { what: 'the magnet link on the clipboard' },
  );
  const infoHash = /urn:btih:([0-9a-f]{40})/.exec(magnet)?.[1] ?? '';
  expect(infoHash).toHaveLength(40);
  return { name: FOLDER, path, infoHash, magnet };
}

/** Two stock clients, slow, each at its own address, with the magnet link. */
export async function startDownloads(cleanup: Cleanup, { magnet }: SharedFolder): Promise<readonly DownloadClient[]> {
  const lan = lanAddresses();
  const slow = { maxDownloadBytesPerSecond: CLIENT_BYTES_PER_SECOND };
  const clients = [
    await startAria2(cleanup, { address: lan.client(0), ...slow }),
    await startQbittorrent(cleanup, { address: lan.client(1), ...slow }),
  ];
  for (const client of clients) await client.add({ magnet });
  return clients;
}

/** Both appear among the peers under their own names, and what they have grows until they have it all. */
export async function watchDownloads(
  { page, operator }: ScenarioWindow,
  clients: readonly DownloadClient[],
): Promise<void> {
  await operator.openTab('Peers');
  const peers = page.getByRole('grid', { name: 'Peers' });
  for (const name of ['aria2', 'qBittorrent']) {
    const row = peers.getByRole('row').filter({ hasText: name });
    await row.waitFor(PATIENCE);
    await risesAbove(row.getByRole('progressbar'), 0);
    await risesAbove(row.getByRole('progressbar'), 30);
  }
  await page.getByText(`${clients.length} of ${clients.length} have it`).first().waitFor({ timeout: 60_000 });
}

/** Goes along the cells of this client's row among the peers: address, name and progress are said, each in its own cell. */
export async function readPeerByCells(keys: Keys, client: string): Promise<void> {
  await goToRow(keys, 'Peers', client);
  const cells: string[] = [];
  for (let i = 0; i < 3; i++) {
    await keys.press('ArrowRight');
    cells.push(await activeCell(keys.page));
  }
  const [address, name, progress] = cells;
  expect(address).toMatch(/^\d+\./);
  expect(name).toContain(client);
  expect(progress).toMatch(/^Progress \d+ %$/);
}

/** The files are the same byte for byte; Granary leaves the system's clutter out. */
export async function compareDownloads(share: SharedFolder, clients: readonly DownloadClient[]): Promise<void> {
  for (const client of clients) {
    await eventually(async () => ((await client.status(share.infoHash))?.isComplete === true ? true : undefined), {
      what: `${client.name} to have everything`,
    });
    const differences = await compareTrees(share.path, join(client.downloadFolder, share.name));
    expect(differences.filter((line) => !line.includes('Thumbs.db'))).toEqual([]);
  }
}

/** The graph of this share has moved, and the tracker counts what the clients say of themselves. */
export async function readFigures({ page, operator }: ScenarioWindow, share: SharedFolder): Promise<void> {
  await operator.openTab('Rates');
  await page
    .getByText(/Upload: .* at most (?!0\.0 )/)
    .first()
    .waitFor({ state: 'attached', ...PATIENCE });
  await operator.openView('Tracker');
  const row = page.getByRole('grid', { name: 'Swarms' }).getByRole('row').filter({ hasText: share.name });
  await row.waitFor(PATIENCE);
  // We and both clients seed; both have completed.
  await expect.poll(() => cellTexts(row), { timeout: 30_000 }).toEqual(expect.arrayContaining(['3', '0', '2']));
}

/** From the tracker's table to who told it of themselves: both clients, each at its own address and done. */
export async function lookAtSwarm(
  { page, operator }: ScenarioWindow,
  share: SharedFolder,
  clients: readonly DownloadClient[],
): Promise<void> {
  await operator.openRow('Swarms', share.name);
  await page.getByRole('heading', { name: share.name }).waitFor(PATIENCE);
  for (const { address } of clients) {
    await page.getByRole('row').filter({ hasText: address }).filter({ hasText: 'has it all' }).waitFor(PATIENCE);
  }
}

/** Pauses and resumes from the share's page, and sees it said. */
export async function pauseAndResume(window: ScenarioWindow, share: SharedFolder): Promise<void> {
  const { page, operator } = window;
  await openShare(window, share);
  await operator.press('Pause');
  await page.getByText('paused', { exact: true }).first().waitFor(PATIENCE);
  await operator.press('Resume');
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor(PATIENCE);
}

/** After a start: the share is there, seeded, with what it had sent. */
export async function findEverything(window: ScenarioWindow, share: SharedFolder): Promise<void> {
  const { page } = window;
  await openShare(window, share);
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor(PATIENCE);
  await page
    .getByText(/this computer sent (?!0 B)/i)
    .first()
    .waitFor(PATIENCE);
}

export async function removeShare(window: ScenarioWindow, share: SharedFolder): Promise<void> {
  const { page, operator } = window;
  await openShare(window, share);
  await operator.press('Remove…');
  await operator.press('Remove share');
  await page.getByText('The files are untouched', { exact: false }).first().waitFor(PATIENCE);
  await untilWelcome({ page });
}

async function openShare({ page, operator }: ScenarioWindow, share: SharedFolder): Promise<void> {
  await operator.openView('Shares');
  await operator.openRow('Shares', share.name);
  await page.getByRole('button', { name: 'Copy link' }).first().waitFor(PATIENCE);
}

/** In the desktop app, and in a browser, which takes no drops. */
function welcome(page: Page): Locator {
  return page.getByText(/^(Drop files or folders to share them|Share files or folders) with everyone on this network$/);
}

async function risesAbove(bar: Locator, percent: number): Promise<void> {
  await expect
    .poll(async () => Number(await bar.getAttribute('aria-valuenow', { timeout: 5000 })), { timeout: 60_000 })
    .toBeGreaterThan(percent);
}

async function cellTexts(row: Locator): Promise<string[]> {
  return row.getByRole('gridcell').allInnerTexts();
}
