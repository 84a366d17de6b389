import { randomBytes } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { MIB } from '../../shared/units.ts';
import { startAria2 } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startDesktopApp } from '../support/desktopApp.ts';
import { callEngine } from '../support/desktopPage.ts';
import type { DownloadClient } from '../support/downloadClient.ts';
import { eventually } from '../support/eventually.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { startQbittorrent } from '../support/qbittorrent.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { startTransmission } from '../support/transmission.ts';

/**
 * `npm run screens:real`: the README's picture, and its dark twin. The real app in a real Electron, sharing real files to real
 * clients over a network of its own, at the moment when some have everything and others are on their way.
 */

interface Planned {
  readonly name: string;
  readonly files: Readonly<Record<string, number>>;
}

const SHARES: readonly Planned[] = [
  {
    name: 'Wedding film, all cameras',
    files: { 'camera 1.mov': 190 * MIB, 'camera 2.mov': 150 * MIB, 'sound.wav': 40 * MIB },
  },
  { name: 'CAD library 2026-11', files: { 'parts.zip': 64 * MIB, 'drawings/index.dxf': 3 * MIB } },
  { name: 'Lab image, room 204.img', files: { 'disk.img': 420 * MIB } },
  { name: 'Conference talks, day 1', files: { 'opening.mp4': 90 * MIB, 'panel.mp4': 120 * MIB } },
  { name: 'Game night maps', files: { 'maps.pak': 25 * MIB } },
  { name: 'Budget drafts', files: { 'summary.ods': 300_000, 'notes.txt': 4000 } },
];
const LOOKED_AT = 'Wedding film, all cameras';
const CLIENTS = 6;
const BYTES_PER_SECOND = [3, 5, 8, 12, 22, 30].map((figure) => figure * MIB);
const PICTURES = resolve(import.meta.dirname, '../../.cache/screens/real');

const cleanup = createCleanup();
try {
  await takePictures();
} finally {
  await cleanup.run();
}

async function takePictures(): Promise<void> {
  const environment = { GRANARY_INTERFACES: lanAddresses().host, GRANARY_PORT: '6969' };
  const { app, page } = await startDesktopApp(cleanup, { environment, screen: { width: 1280, height: 800 } });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await page.getByText('Drop files or folders to share them with everyone on this network').waitFor();
  const magnets = new Map<string, string>();
  for (const planned of SHARES) magnets.set(planned.name, await shareNew(page, planned));

  const clients = await startClients();
  // Something for everyone, begun one after another, so that they are not at the same point.
  for (const [i, client] of clients.entries()) {
    for (const [place, magnet] of [...magnets.values()].entries()) {
      if ((i + place) % 3 !== 2) await client.add({ magnet });
    }
    await client.add({ magnet: magnets.get(LOOKED_AT) ?? '' }).catch(() => undefined);
  }
  await page.getByRole('row').filter({ hasText: LOOKED_AT }).click();
  await eventually(() => isHalfWay(page), { what: 'the peers to be on their way', timeoutMs: 120_000 });
  await mkdir(PICTURES, { recursive: true });
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.mouse.move(640, 20);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(PICTURES, `window-${scheme}.png`) });
  }
  process.stdout.write(`${PICTURES}\n`);
}

/** Returns the magnet link. */
async function shareNew(page: Page, { name, files }: Planned): Promise<string> {
  const folder = join(await temporaryFolder(cleanup, 'real'), name);
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeRandom(join(folder, path), bytes);
  }
  const { share } = await callEngine(page, 'shares.create', { jobId: `job ${name}`, paths: [folder] });
  return (share as { readonly magnet: string }).magnet;
}

/** Unlike bytes, without as much memory. */
async function writeRandom(path: string, bytes: number): Promise<void> {
  if (bytes < MIB) return writeFile(path, randomBytes(bytes));
  const file = await open(path, 'w');
  for (let at = 0; at < bytes; at += MIB) await file.write(randomBytes(Math.min(MIB, bytes - at)), 0, undefined, at);
  await file.close();
}

async function startClients(): Promise<readonly DownloadClient[]> {
  const lan = lanAddresses();
  const starters = [startQbittorrent, startAria2, startTransmission];
  return Promise.all(
    Array.from({ length: CLIENTS }, (_, i) => {
      const start = starters[i % starters.length] ?? startAria2;
      const maxDownloadBytesPerSecond = BYTES_PER_SECOND[i] ?? MIB;
      return start(cleanup, { address: lan.client(i), maxDownloadBytesPerSecond });
    }),
  );
}

/** Some peer has the most of it, some has little. */
async function isHalfWay(page: Page): Promise<true | undefined> {
  const bars = page.getByRole('grid', { name: 'Peers' }).getByRole('progressbar');
  const values = await bars.evaluateAll((all) => all.map((bar) => Number(bar.getAttribute('aria-valuenow'))));
  const isVaried = values.some((value) => value > 85) && values.some((value) => value > 5 && value < 50);
  return values.length >= CLIENTS - 1 && isVaried ? true : undefined;
}
