import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseIpAddress } from '../../../electron/engine/codec/ipAddress.ts';
import type { Clock, Logger } from '../../../electron/engine/ports.ts';
import { createMachineInterfaces } from '../../../electron/engine/discovery/machineInterfaces.ts';
import { createPolicyParts } from '../../../electron/engine/policyParts.ts';
import { createSwarmWriter } from '../../../electron/engine/shares/swarmWriter.ts';
import { createTrackerMeter } from '../../../electron/engine/stats/trackerMeter.ts';
import { openStorage } from '../../../electron/engine/storage/storage.ts';
import { createWriteBehind } from '../../../electron/engine/storage/writeBehind.ts';
import { inlineMore } from '../../../electron/engine/system/inlining.ts';
import { createSystemClock } from '../../../electron/engine/system/systemClock.ts';
import { createConnectionIds } from '../../../electron/engine/tracker/connectionId.ts';
import { bindDgram } from '../../../electron/engine/tracker/dgramSocket.ts';
import { createFastestSockets } from '../../../electron/engine/tracker/fastestSockets.ts';
import { startHttpFrontend } from '../../../electron/engine/tracker/httpFrontend.ts';
import { listenNode } from '../../../electron/engine/tracker/nodeListener.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG, type Tracker } from '../../../electron/engine/tracker/tracker.ts';
import { createUdpFrontend } from '../../../electron/engine/tracker/udpFrontend.ts';
import { INFO_HASH_BYTES, infoHashFromBytes } from '../../../shared/infoHash.ts';
import { createMemoryListed, STANDARD_LIVE } from '../../support/policyFixture.ts';
import { createTrackerControl } from './trackerControl.ts';

/**
 * A process of its own that runs Granary's tracker as the engine composes it, for torrents that nobody shares. Takes
 * ServerOptions as JSON; prints its ports as one line of JSON; runs until it is ended. What is no request for the tracker is
 * for trackerControl.ts.
 */

export interface ServerOptions {
  /** Holds 20 bytes for each torrent; without it there are none. */
  readonly hashFile?: string;
  /** Node's own sockets instead of the fastest that there are. */
  readonly isPortable?: boolean;
  /** Where swarms are written down, as the engine does it; without it they are not. */
  readonly dataDir?: string;
}

export interface TrackerPorts {
  readonly udpPort: number;
  readonly httpPort: number;
}

const HOST = '127.0.0.1';
const SEEDER_PORT = 6881;

if (import.meta.main) {
  const options = JSON.parse(process.argv[2] ?? '{}') as ServerOptions;
  process.stdout.write(`${JSON.stringify(await start(options))}\n`);
}

async function start({ hashFile, isPortable, dataDir }: ServerOptions): Promise<TrackerPorts> {
  inlineMore();
  const infoHashes = hashFile === undefined ? [] : readInfoHashes(hashFile);
  const { clock, skip } = createSkippingClock();
  const known = new Set(infoHashes);
  const logger: Logger = { log: (level, message) => void process.stderr.write(`${level}: ${message}\n`) };
  const fastest = createFastestSockets(logger);
  const parts = createPolicyParts({
    clock,
    random: Math.random,
    storage: { listed: createMemoryListed() },
    settings: { live: () => STANDARD_LIVE, onLiveChange: () => () => undefined },
    interfaces: createMachineInterfaces({ clock }),
    isShared: (infoHash) => known.has(infoHash),
    tracker: () => tracker,
    ...{
      onDropped: () => undefined,
      onCrowded: () => undefined,
      onAccessChanged: () => tracker.dropUnserved(),
      onUnserved: () => undefined,
      onOutcome: () => undefined,
    },
  });
  const tracker: Tracker = createTracker(
    {
      clock,
      random: Math.random,
      preferLargePages: fastest.preferLargePages,
      policy: parts.policy,
      admission: parts.admission,
      maxAnnouncesPerSecond: () => STANDARD_LIVE.maxAnnounceRate,
      localSeeder: () => ({ port: SEEDER_PORT }),
      onRefused(refusal, infoHash, requester) {
        meter.refused(refusal.message);
        parts.refusedTorrents.refused(refusal, infoHash, requester);
      },
    },
    DEFAULT_TRACKER_CONFIG,
  );
  const meter = createTrackerMeter(clock, () => tracker.totals());
  const { answers } = meter;
  for (const infoHash of infoHashes) tracker.addSwarm(infoHash);
  if (dataDir !== undefined) writeDown(tracker, clock, dataDir);

  const connectionIds = createConnectionIds({ clock, randomBytes });
  const own = parseIpAddress(HOST);
  const portable = { bindUdp: bindDgram, listenTcp: listenNode };
  const { bindUdp, listenTcp } = isPortable ? portable : fastest;
  const socket = await bindUdp(HOST, 0);
  const udp = createUdpFrontend({ tracker, connectionIds, facing: () => own, clock, answers }, socket);
  const { handOver } = createTrackerControl({ tracker, skip });
  const http = await startHttpFrontend(
    { tracker, clock, logger, listenTcp, answers, handOver },
    { address: HOST, port: 0 },
  );
  return { udpPort: udp.local.port, httpPort: http.local.port };
}

function readInfoHashes(file: string) {
  const bytes = readFileSync(file);
  return Array.from({ length: bytes.length / INFO_HASH_BYTES }, (_, i) =>
    infoHashFromBytes(bytes, i * INFO_HASH_BYTES),
  );
}

/** The machine's, which can be told that time has passed. */
function createSkippingClock(): { readonly clock: Clock; readonly skip: (ms: number) => void } {
  const real = createSystemClock();
  let skippedMs = 0;
  return {
    clock: { ...real, monotonicMs: () => real.monotonicMs() + skippedMs },
    skip(ms) {
      skippedMs += ms;
    },
  };
}

/** As the engine's persistence does it. */
function writeDown(tracker: Tracker, clock: Clock, dataDir: string): void {
  const storage = openStorage({ dataDir });
  const writes = createWriteBehind({
    clock,
    transaction: (work) => storage.transaction(work),
    onFailure(error) {
      throw error;
    },
    onRecovery: () => undefined,
  });
  createSwarmWriter({ clock, swarms: storage.swarms, tracker, writes, isFilled: () => true });
}
