import type { EngineStatus, ShareState } from '../../../shared/model.ts';
import type { StatusRow } from '../../../shared/rows.ts';
import type { MockPeople } from './mockPeople.ts';
import type { MockSettings } from './mockSettings.ts';
import { chanceOf } from './random.ts';
import type { MockShare } from './mockShares.ts';
import type { ShareFigures } from './shareFigures.ts';
import { SERVED_ADDRESSES, seedersOf, TRACKER_PORT } from './shareRows.ts';
import type { World } from './world.ts';

const SPARK_SECONDS = 60;
const REMEMBERED = 20_000;

interface Totals {
  readonly uploadRate: number;
  readonly uploadedBytes: number;
  readonly connected: number;
  readonly swarms: number;
  readonly peers: number;
  readonly seeders: number;
  readonly wanting: number;
  readonly wantProgress: number;
}

export interface MockStatusDeps {
  readonly world: World;
  readonly figuresOf: (share: MockShare) => ShareFigures;
  readonly people: Pick<MockPeople, 'people'>;
  readonly settings: Pick<MockSettings, 'policy'>;
}

/** The engine as a whole: sums over all shares, added up once a second at most. */
export function createMockStatus({ world, figuresOf, people, settings }: MockStatusDeps): { row(): StatusRow } {
  let known: { readonly at: number; readonly shares: number; readonly row: ShareStatus } | undefined;
  return {
    row() {
      const [at, shares] = [world.seconds(), world.shares.length];
      if (known === undefined || known.at !== at || known.shares !== shares) {
        known = { at, shares, row: statusRow(world, totalsOf(world.shares, figuresOf)) };
      }
      return {
        ...known.row,
        policy: settings.policy(),
        people: people.people.length,
        peopleWaiting: people.people.filter(({ state }) => state === 'waiting').length,
      };
    },
  };
}

function totalsOf(shares: readonly MockShare[], figuresOf: (share: MockShare) => ShareFigures): Totals {
  let [uploadRate, uploadedBytes, connected, swarms, peers, seeders, wanting, wantProgress] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const share of shares) {
    const figures = figuresOf(share);
    uploadRate += figures.uploadRate;
    uploadedBytes += figures.uploadedBytes;
    connected += figures.connected;
    swarms += 1;
    peers += share.peerCount;
    seeders += seedersOf(share, figures);
    wanting += figures.wantIt;
    wantProgress += figures.wantProgress;
  }
  return { uploadRate, uploadedBytes, connected, swarms, peers, seeders, wanting, wantProgress };
}

/** What follows from the shares. */
type ShareStatus = Omit<StatusRow, 'policy' | 'people' | 'peopleWaiting'>;

function statusRow(world: World, totals: Totals): ShareStatus {
  const seconds = world.seconds();
  const announcesPerSecond = totals.peers / 60;
  return {
    key: 'engine',
    notices: [],
    ...engineStatus(world, totals),
    downloadRateBytesPerSecond: 0,
    recentUploadRates: Array.from({ length: SPARK_SECONDS }, (_, i) =>
      rateThen(totals.uploadRate, seconds - SPARK_SECONDS + 1 + i),
    ),
    swarms: totals.swarms,
    swarmPeers: totals.peers,
    swarmSeeders: totals.seeders,
    announcesPerSecond: Math.round(announcesPerSecond * (0.9 + 0.2 * chanceOf(seconds, 3)) * 10) / 10,
    scrapesPerSecond: Math.round(chanceOf(seconds, 4) * 30) / 10,
    ...(totals.peers === 0
      ? {}
      : { answerMs: { median: 0.4 + 0.1 * chanceOf(seconds, 5), p99: 1.9 + chanceOf(seconds, 6) } }),
    refusals:
      totals.peers === 0
        ? []
        : [
            { reason: 'this torrent is not shared here', count: 41 },
            { reason: 'this tracker serves its local network only', count: 3 },
          ],
    sharesRunning: countOf(world, ['seeding', 'checking']),
    sharesPaused: countOf(world, ['paused']),
    peersDownloading: totals.wanting,
    ...(totals.wanting > 0 && { downloadsProgress: totals.wantProgress / totals.wanting }),
  };
}

function countOf({ shares }: World, kinds: readonly ShareState['kind'][]): number {
  return shares.filter(({ state }) => kinds.includes(state.kind)).length;
}

function rateThen(rateNow: number, second: number): number {
  return Math.floor(rateNow * (0.7 + 0.4 * chanceOf(second, 9)));
}

function engineStatus(world: World, totals: Totals): Omit<EngineStatus, 'notices'> {
  return {
    version: '0.1.0',
    processId: process.pid,
    startedAt: world.startedAt - 5 * 3_600_000,
    dataDir: '/home/ada/.local/share/granary',
    trackerPort: TRACKER_PORT,
    peerPort: 6881,
    controlPort: 6970,
    dhtPort: 6881,
    dhtNodes: 31,
    addresses: [...SERVED_ADDRESSES],
    shares: world.shares.length,
    peersConnected: totals.connected,
    uploadedBytes: totals.uploadedBytes,
    uploadRateBytesPerSecond: totals.uploadRate,
    announces: REMEMBERED + Math.floor((totals.peers / 60) * world.seconds()),
    scrapes: Math.floor(REMEMBERED / 9),
    refused: totals.peers === 0 ? 0 : 44,
  };
}
