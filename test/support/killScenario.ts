import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { type Share, shareSchema } from '../../shared/model.ts';
import { startAria2 } from './aria2.ts';
import type { Cleanup } from './cleanup.ts';
import { compareTrees } from './compareTrees.ts';
import { type DownloadClient, downloaded } from './downloadClient.ts';
import { eventually } from './eventually.ts';
import { createFixtureFolder } from './fixtureFolder.ts';
import { fetchTorrent, type Granary, type Shown, startServe, startShare } from './granary.ts';
import { lanAddresses } from './lanAddresses.ts';
import type { Program } from './programs.ts';
import { startQbittorrent } from './qbittorrent.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { withTrackers } from './torrentFile.ts';

const MAX_BYTES_PER_SECOND = 12_000_000;
/** Shares of the download at which the counters are noted, and at which the engine dies: several seconds apart. */
const NOTED_AT = 0.2;
const KILLED_AT = 0.6;

export interface KillOutcome {
  /** Counters some seconds before the end. */
  readonly before: Counters;
  /** Counters of the new engine when it said it was ready. */
  readonly after: Counters;
  readonly atEnd: Counters;
  /** From the start of the new process to the line that says the share is seeding. */
  readonly seedingAfterMs: number;
  /** Bytes that the new engine read again before it seeded. */
  readonly hashedBytes: number;
  /** Per client, against the shared folder. */
  readonly differences: readonly string[][];
  /** What SQLite says of the database once all has stopped. */
  readonly integrity: string;
}

export interface Counters {
  readonly uploadedBytes: number;
  readonly announces: number;
  readonly completed: number;
}

/** Ends an engine without warning while two clients download from it, starts it again and lets them finish. */
export async function killWhileSeeding(cleanup: Cleanup): Promise<KillOutcome> {
  const lan = lanAddresses();
  const fixture = await createFixtureFolder(await temporaryFolder(cleanup, 'fixture'));
  const first = await startShare(cleanup, { path: fixture, address: lan.host });
  const { infoHash, name, trackerPort, peerPort } = first.ready;
  const torrent = withTrackers(await fetchTorrent(first.ready), [first.httpTracker]);
  const clients = await Promise.all(
    [startAria2, startQbittorrent].map((start, number) =>
      start(cleanup, { address: lan.client(number), maxDownloadBytesPerSecond: MAX_BYTES_PER_SECOND }),
    ),
  );
  await Promise.all(clients.map((client) => client.add({ torrent })));

  await everyoneHas(clients, { infoHash, part: NOTED_AT });
  const before = countersOf((await first.show(infoHash)).share);
  await everyoneHas(clients, { infoHash, part: KILLED_AT });
  await first.program.stop('SIGKILL');

  const startedAt = performance.now();
  const { dataDir } = first;
  const second = await startServe(cleanup, { dataDir, address: lan.host, ports: { trackerPort, peerPort } });
  const hashedBytes = await untilSeeding(second.program, infoHash);
  const seedingAfterMs = performance.now() - startedAt;
  const share = second.ready.shares.find((one) => one.infoHash === infoHash);
  if (share === undefined) throw new Error('the new engine does not know the share');

  await Promise.all(clients.map((client) => downloaded(client, infoHash)));
  const atEnd = await countersWithCompleted(second, infoHash, clients.length);
  await second.program.stop();
  return {
    before,
    after: countersOf(share),
    atEnd,
    seedingAfterMs,
    hashedBytes,
    differences: await Promise.all(clients.map((client) => compareTrees(fixture, join(client.downloadFolder, name)))),
    integrity: checkDatabase(dataDir),
  };
}

/** Follows the engine's own lines until the share seeds. Returns how many bytes of it were checked by then. */
async function untilSeeding(program: Program, infoHash: string): Promise<number> {
  let hashedBytes = 0;
  await program.line((line) =>
    sharesIn(line).some(({ infoHash: one, state }) => {
      if (one !== infoHash) return false;
      if (state.kind === 'checking') hashedBytes = Math.max(hashedBytes, state.bytesDone);
      return state.kind === 'seeding';
    }),
  );
  return hashedBytes;
}

const lineSchema = z.object({ shares: z.array(shareSchema).default([]), share: shareSchema.optional() });

function sharesIn(line: string): Share[] {
  const { shares, share } = lineSchema.parse(JSON.parse(line));
  return share === undefined ? shares : [...shares, share];
}

interface Progress {
  readonly infoHash: string;
  /** 0 to 1. */
  readonly part: number;
}

async function everyoneHas(clients: readonly DownloadClient[], { infoHash, part }: Progress): Promise<void> {
  const one = async (client: DownloadClient): Promise<true | undefined> => {
    const { bytesDone = 0, bytesTotal = 1 } = (await client.status(infoHash)) ?? {};
    return bytesDone >= part * bytesTotal ? true : undefined;
  };
  await Promise.all(
    clients.map((client) => eventually(() => one(client), { what: `${client.name} to have ${part * 100} %` })),
  );
}

/** A client says that it is done a moment before the tracker hears of it. */
async function countersWithCompleted(engine: Granary<unknown>, infoHash: string, completed: number): Promise<Counters> {
  const probe = async (): Promise<Counters | undefined> => {
    const counters = countersOf((await engine.show(infoHash)).share);
    return counters.completed >= completed ? counters : undefined;
  };
  return eventually(probe, { timeoutMs: 30_000, what: `${completed} completed downloads` });
}

function countersOf({ uploadedBytes, swarm: { announces, completed } }: Shown['share']): Counters {
  return { uploadedBytes, announces, completed };
}

/** What SQLite says of the database of an engine that has stopped: `ok`, or what is wrong. */
export function checkDatabase(dataDir: string): string {
  const database = new Database(join(dataDir, 'granary.sqlite'), { readonly: true });
  try {
    return String(database.pragma('integrity_check', { simple: true }));
  } finally {
    database.close();
  }
}
