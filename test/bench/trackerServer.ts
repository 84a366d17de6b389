import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { INFO_HASH_BYTES, infoHashFromBytes } from '../../shared/infoHash.ts';
import { parseIpAddress } from '../../electron/engine/codec/ipAddress.ts';
import type { Logger } from '../../electron/engine/ports.ts';
import { createTrackerMeter } from '../../electron/engine/stats/trackerMeter.ts';
import { createSystemClock } from '../../electron/engine/system/systemClock.ts';
import { createConnectionIds } from '../../electron/engine/tracker/connectionId.ts';
import { listenNode } from '../../electron/engine/tracker/nodeListener.ts';
import { bindDgram } from '../../electron/engine/tracker/dgramSocket.ts';
import { createFastestSockets } from '../../electron/engine/tracker/fastestSockets.ts';
import { startHttpFrontend } from '../../electron/engine/tracker/httpFrontend.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG } from '../../electron/engine/tracker/tracker.ts';
import { createUdpFrontend } from '../../electron/engine/tracker/udpFrontend.ts';
import { createSharesOnlyPolicy } from '../../electron/engine/tracker/announcePolicy.ts';

/**
 * A process of its own that runs Granary's tracker as the engine composes it, for torrents that nobody shares. Takes a
 * file with 20 bytes of info-hash for each, and whether UDP is to be `portable`; prints its ports as one line of JSON; runs until it is ended.
 */

export interface TrackerPorts {
  readonly udpPort: number;
  readonly httpPort: number;
}

const HOST = '127.0.0.1';
const SEEDER_PORT = 6881;

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await start(process.argv[2] ?? '', process.argv[3] === 'portable'))}\n`);

async function start(hashFile: string, isPortable: boolean): Promise<TrackerPorts> {
  const infoHashes = readInfoHashes(hashFile);
  const clock = createSystemClock();
  const known = new Set(infoHashes);
  const policy = createSharesOnlyPolicy((infoHash) => known.has(infoHash));
  const localSeeder = () => ({ port: SEEDER_PORT });
  const tracker = createTracker(
    { clock, random: Math.random, policy, localSeeder, onRefused: ({ message }) => meter.refused(message) },
    DEFAULT_TRACKER_CONFIG,
  );
  const meter = createTrackerMeter(clock, () => tracker.totals());
  const { answers } = meter;
  for (const infoHash of infoHashes) tracker.addSwarm(infoHash);

  const connectionIds = createConnectionIds({ clock, randomBytes });
  const own = parseIpAddress(HOST);
  const logger: Logger = { log: (level, message) => void process.stderr.write(`${level}: ${message}\n`) };
  const { bindUdp, listenTcp } = isPortable
    ? { bindUdp: bindDgram, listenTcp: listenNode }
    : createFastestSockets(logger);
  const udp = createUdpFrontend({ tracker, connectionIds, facing: () => own, clock, answers }, await bindUdp(HOST, 0));
  const handOver = (): never => {
    throw new Error('the benchmark sends nothing but announces');
  };
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
