import type { Clock } from '../../electron/engine/ports.ts';
import { listenForPeers, type PeerListener } from '../../electron/engine/peer/peerListener.ts';
import type { PeerIdentity } from '../../electron/engine/peer/peerShare.ts';
import { createFileHandles } from '../../electron/engine/session/fileHandles.ts';
import { createSegmentCache } from '../../electron/engine/session/segmentCache.ts';
import { createSessionRegistry, type SessionRegistry } from '../../electron/engine/session/sessionRegistry.ts';
import {
  createShareSession,
  type ShareSession,
  type SharedContent,
} from '../../electron/engine/session/shareSession.ts';
import { MIB } from '../../shared/units.ts';
import type { Cleanup } from './cleanup.ts';
import { realClock } from './realClock.ts';
import { connectTestLeecher, type TestLeecher, type TestLeecherOptions } from './testLeecher.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { makeTestShare, type TestShare, type TestShareOptions } from './testShare.ts';

export interface TestSeederOptions extends Partial<TestShareOptions> {
  readonly clock?: Clock;
  readonly addresses?: readonly string[];
  readonly uploadSlots?: number;
  readonly maxConnections?: number;
  readonly maxConnectionsPerShare?: number;
  readonly cacheBytes?: number;
  readonly session?: Partial<SharedContent>;
  readonly identity?: Partial<PeerIdentity>;
}

/** One share, seeded over real sockets on loopback. */
export interface TestSeeder {
  readonly share: TestShare;
  readonly session: ShareSession;
  readonly registry: SessionRegistry;
  readonly listener: PeerListener;
  /** What the session told about DHT nodes. */
  readonly dhtNodes: readonly { address: string; port: number }[];
  /** A peer that has shaken hands; `cleanup` closes it. */
  connect(options?: Partial<TestLeecherOptions>): Promise<TestLeecher>;
}

const DEFAULT_FILES = { 'a.bin': 100_000, 'empty.bin': 0, 'one.bin': 1, 'sub/b.bin': 70_000 };

/** Makes a share and seeds it until `cleanup`. */
export async function startTestSeeder(cleanup: Cleanup, options: TestSeederOptions = {}): Promise<TestSeeder> {
  const { clock = realClock, addresses = ['127.0.0.1'], files = DEFAULT_FILES, pieceLength = 32 * 1024 } = options;
  const folder = await temporaryFolder(cleanup, 'seeder');
  const share = await makeTestShare(folder, { files, pieceLength, private: options.private ?? false });
  const handles = createFileHandles(8);
  cleanup.add(() => handles.stop());
  const registry = createSessionRegistry();
  cleanup.add(() => registry.stop());
  const dhtNodes: { address: string; port: number }[] = [];
  const peerId = Buffer.from('-GY0100-the seeder..');
  const identity = { peerId, client: 'Granary 0.1.0', listenPort: 1, ...options.identity };
  const session = createShareSession(
    {
      clock,
      random: Math.random,
      logger: { log: () => undefined },
      cache: createSegmentCache(options.cacheBytes ?? 16 * MIB),
      handles,
      identity: () => identity,
      config: {
        uploadSlotsPerShare: options.uploadSlots ?? 32,
        maxConnectionsPerShare: options.maxConnectionsPerShare ?? 100,
      },
      onDhtNode: (node) => void dhtNodes.push(node),
    },
    { info: share.info, files: share.files, paused: false, ...options.session },
  );
  registry.add(session);
  await session.settled();
  const listener = await listenForPeers(
    { clock, hosts: registry, identity: () => identity },
    { addresses, port: 0, maxConnections: options.maxConnections ?? 100 },
  );
  cleanup.add(() => listener.stop());

  return {
    share,
    session,
    registry,
    listener,
    dhtNodes,
    connect: async (given = {}) => {
      const leecher = await connectTestLeecher({ port: listener.port, infoHash: share.info.infoHash, ...given });
      cleanup.add(() => leecher.close());
      return leecher;
    },
  };
}
