import { randomBytes } from 'node:crypto';
import { createLocalNetwork } from '../../electron/engine/discovery/localNetwork.ts';
import { createMachineInterfaces } from '../../electron/engine/discovery/machineInterfaces.ts';
import { createAnswerTimer } from '../../electron/engine/stats/answerTimer.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG } from '../../electron/engine/tracker/tracker.ts';
import { createFastestSockets } from '../../electron/engine/tracker/fastestSockets.ts';
import { startTrackerServer } from '../../electron/engine/trackerServer.ts';
import { infoHashFromBytes } from '../../shared/infoHash.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { createVirtualClock } from '../support/virtualClock.ts';
import { localHosts } from './places.ts';
import type { Configuration, Target } from './target.ts';
import { createTorrentPool } from './torrentPool.ts';

/**
 * Granary's tracker as the engine puts it together, on real sockets and on a clock that the suite moves on: what takes others
 * ten minutes is seen at once.
 */
export async function startOwnTracker(cleanup: Cleanup): Promise<Target> {
  const clock = createVirtualClock();
  const logger = { log: () => undefined };
  const pool = createTorrentPool();
  let configuration: Configuration = {};
  const isProxy = ({ text }: { readonly text: string }): boolean => configuration.proxies?.includes(text) === true;
  const tracker = createTracker(
    {
      clock,
      random: Math.random,
      policy: { refusalOf: () => undefined },
      localSeeder: () => undefined,
      isProxy,
      maxAnnouncesPerSecond: () => (configuration.overload === true ? 0 : Infinity),
    },
    DEFAULT_TRACKER_CONFIG,
  );
  cleanup.add(() => tracker.stop());
  for (const torrent of pool.all) tracker.addSwarm(infoHashFromBytes(torrent));
  const ports = { clock, random: Math.random, randomBytes, logger, ...createFastestSockets(logger) };
  const network = createLocalNetwork({ interfaces: createMachineInterfaces(ports) }, []);
  const server = await startTrackerServer(
    {
      ports,
      tracker,
      facing: network.facing,
      options: {
        isProxy,
        get hasProxies() {
          return configuration.proxies !== undefined;
        },
        get fullScrape() {
          return configuration.fullScrape === true;
        },
      },
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
    configure(how) {
      configuration = how;
      // What is asked once a second is asked now.
      clock.advance(1000);
    },
  };
}
