import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Acknowledged, type LoadAnnounce, startAnnounceLoad } from './announceLoad.ts';
import type { Cleanup } from './cleanup.ts';
import { eventually } from './eventually.ts';
import { startServe, startShare } from './granary.ts';
import { checkDatabase } from './killScenario.ts';
import { lanAddresses } from './lanAddresses.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** The four seconds that a crash may cost (`swarmWriter.ts`), and two for a machine that has much else to do. */
const WRITTEN_AFTER_MS = 6000;
const FIRST_PORT = 10_000;
const PEERS = 2000;
/** Every tenth says goodbye, every seventh is complete. */
const LEAVES = 10;
const COMPLETES = 7;

export interface TrackerKillOutcome {
  /** Announces answered so long before the end that they must be on disk, and all that were sent. */
  readonly leastAnnounces: number;
  readonly sentAnnounces: number;
  readonly leastCompleted: number;
  readonly mostCompleted: number;
  /** What the new engine knew when it was first asked. */
  readonly after: { readonly announces: number; readonly completed: number; readonly peers: number };
  /** Ports of peers that must be known and are not, and of those that left and are still there. */
  readonly missing: readonly number[];
  readonly undead: readonly number[];
  /** Ports that are listed more than once. */
  readonly doubled: readonly number[];
  /** What SQLite says of the database once all has stopped. */
  readonly integrity: string;
}

/** Ends an engine without warning while its tracker has all that it can do, starts it again and asks what it knows. */
export async function killUnderLoad(cleanup: Cleanup): Promise<TrackerKillOutcome> {
  const lan = lanAddresses();
  const file = join(await temporaryFolder(cleanup, 'fixture'), 'shared.bin');
  await writeFile(file, 'what is shared');
  const dataDir = await temporaryFolder(cleanup, 'data');
  // All of the load comes from one address, which is allowed to bring as much.
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ newPeersPerAddress: 1_000_000 }));
  const first = await startShare(cleanup, { path: file, address: lan.host, dataDir });
  const { infoHash, trackerPort, peerPort } = first.ready;
  const load = await startAnnounceLoad(cleanup, {
    address: lan.client(0),
    tracker: { address: lan.host, port: trackerPort },
    infoHash,
    announceAt,
  });
  const startedMs = performance.now();
  const everybody = () => load.acknowledged.length > PEERS * 3 && isLongAgo(startedMs);
  await eventually(() => (everybody() ? true : undefined), { what: 'seconds of answers' });
  await first.program.stop('SIGKILL');
  const killedMs = performance.now();
  load.stop();

  const second = await startServe(cleanup, { dataDir, address: lan.host, ports: { trackerPort, peerPort } });
  const { share, announced } = await second.show(infoHash);
  await second.program.stop();

  const written = load.acknowledged.filter(({ atMs }) => killedMs - atMs > WRITTEN_AFTER_MS);
  const ports = announced.map(({ port }) => port).filter((port) => port >= FIRST_PORT);
  const { announces, completed } = share.swarm;
  return {
    leastAnnounces: written.length,
    sentAnnounces: load.sent(),
    leastCompleted: portsOf(written, 'completed').size,
    mostCompleted: Array.from({ length: PEERS }, (_, n) => announceAt(PEERS + n)).filter(isCompleted).length,
    after: { announces, completed, peers: ports.length },
    missing: staying(written).filter((port) => !ports.includes(port)),
    undead: [...portsOf(written, 'stopped')].filter((port) => ports.includes(port)),
    doubled: ports.filter((port, i) => ports.indexOf(port) !== i),
    integrity: checkDatabase(dataDir),
  };
}

function isLongAgo(ms: number): boolean {
  return performance.now() - ms > WRITTEN_AFTER_MS * 1.5;
}

/** Once round all peers, who join; then those who leave or are complete, once; and then those who stay, for ever. */
function announceAt(n: number): LoadAnnounce {
  const peer = FIRST_PORT + (n % PEERS);
  const round = Math.floor(n / PEERS);
  if (round === 0) return { peer, event: 'started', leftBytes: 1000 };
  if (leaves(peer)) return { peer, event: 'stopped', leftBytes: 1000 };
  if (round === 1 && peer % COMPLETES === 0) return { peer, event: 'completed', leftBytes: 0 };
  return { peer, event: 'none', leftBytes: peer % COMPLETES === 0 ? 0 : 1000 };
}

function isCompleted({ event }: LoadAnnounce): boolean {
  return event === 'completed';
}

function leaves(peer: number): boolean {
  return peer % LEAVES === 0;
}

function portsOf(announces: readonly Acknowledged[], event: LoadAnnounce['event']): Set<number> {
  return new Set(announces.filter((one) => one.event === event).map(({ peer }) => peer));
}

function staying(announces: readonly Acknowledged[]): number[] {
  return [...new Set(announces.map(({ peer }) => peer))].filter((peer) => !leaves(peer));
}
