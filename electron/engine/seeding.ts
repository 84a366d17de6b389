import type { EngineConfig } from './config.ts';
import type { PeerIdentity } from './peer/peerShare.ts';
import type { Ports } from './ports.ts';
import { createFileHandles } from './session/fileHandles.ts';
import { createSegmentCache } from './session/segmentCache.ts';
import { createSessionRegistry, type SessionRegistry } from './session/sessionRegistry.ts';
import { createShareSession, type SharedContent, type ShareSession } from './session/shareSession.ts';
import type { Whereabouts } from './whereabouts.ts';

/** What all shares have in common when they are served: one cache, one set of open files, one name. */
export interface Seeding {
  readonly sessions: SessionRegistry;
  createSession(content: SharedContent): ShareSession;
  identity(): PeerIdentity;
  /** Says goodbye to all peers and closes the files. */
  stop(): Promise<void>;
}

export interface SeedingDeps {
  readonly config: EngineConfig;
  readonly ports: Ports;
  readonly whereabouts: Whereabouts;
  /** As peers show it in their lists. */
  readonly client: string;
}

/** Files that stay open; far below what systems allow a process. */
const MAX_OPEN_FILES = 256;
const PEER_ID_BYTES = 20;
/** Granary 0.1.0, in the style that most clients use (BEP 20). */
const PEER_ID_PREFIX = '-GY0100-';

export function createSeeding({ config, ports, whereabouts, client }: SeedingDeps): Seeding {
  const sessions = createSessionRegistry();
  const handles = createFileHandles(MAX_OPEN_FILES);
  const cache = createSegmentCache(config.cacheBytes);
  const prefix = new TextEncoder().encode(PEER_ID_PREFIX);
  const peerId = Uint8Array.from([...prefix, ...ports.randomBytes(PEER_ID_BYTES - prefix.length)]);

  function identity(): PeerIdentity {
    const { peerPort, dhtPort } = whereabouts;
    return { peerId, client, listenPort: peerPort, ...(dhtPort !== undefined && { dhtPort }) };
  }

  return {
    sessions,
    createSession: (content) => createShareSession({ ...ports, handles, cache, identity, config }, content),
    identity,
    async stop() {
      await sessions.stop();
      await handles.stop();
    },
  };
}
