import { randomBytes } from 'node:crypto';
import { createLocalNetwork } from '../../electron/engine/discovery/localNetwork.ts';
import { createAnswerTimer } from '../../electron/engine/stats/answerTimer.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG } from '../../electron/engine/tracker/tracker.ts';
import { createFastestSockets } from '../../electron/engine/tracker/fastestSockets.ts';
import { startTrackerServer } from '../../electron/engine/trackerServer.ts';
import { infoHashFromBytes } from '../../shared/infoHash.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { createVirtualClock } from '../support/virtualClock.ts';
import { localHosts } from './places.ts';
import type { Target } from './target.ts';
import { createTorrentPool } from './torrentPool.ts';

/**
 * Granary's tracker as the engine puts it together, on real sockets and on a clock that the suite moves on: what takes others
 * ten minutes is seen at once.
 */
export async function startOwnTracker(cleanup: Cleanup): Promise<Target> {
  const clock = createVirtualClock();
  const logger = { log: () => undefined };
  const pool = createTorrentPool();
  const tracker = createTracker(
    { clock, random: Math.random, policy: { refusalOf: () => undefined }, localSeeder: () => undefined },
    DEFAULT_TRACKER_CONFIG,
  );
  cleanup.add(() => tracker.stop());
  for (const torrent of pool.all) tracker.addSwarm(infoHashFromBytes(torrent));
  const ports = { clock, random: Math.random, randomBytes, logger, ...createFastestSockets(logger) };
  const network = createLocalNetwork({ clock }, []);
  const server = await startTrackerServer(
    {
      ports,
      tracker,
      facing: network.facing,
      answers: createAnswerTimer(clock),
      handOver: (socket) => void socket.destroy(),
    },
    { addresses: network.bindings.addresses, port: { port: 0, required: true } },
  );
  cleanup.add(() => server.stop());
  return {
    name: 'Granary',
    httpPort: server.port,
    path: '/announce',
    udpPort: server.port,
    ...localHosts(),
    torrent: pool.take,
    async passTime(seconds) {
      clock.advance(seconds * 1000);
    },
  };
}
