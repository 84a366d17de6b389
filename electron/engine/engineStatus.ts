import type { EngineStatus } from '../../shared/model.ts';
import type { Seeding } from './seeding.ts';
import type { Tracker } from './tracker/tracker.ts';
import type { Whereabouts } from './whereabouts.ts';

/** How the engine does, for whoever asks. */
export function statusOf(
  from: Pick<EngineStatus, 'version' | 'startedAt' | 'dataDir'> & {
    readonly whereabouts: Whereabouts;
    readonly tracker: Tracker;
    readonly seeding: Seeding;
  },
): EngineStatus {
  const { whereabouts, tracker, seeding, ...known } = from;
  const { trackerPort, peerPort, controlPort, dht, notices } = whereabouts;
  const { announces, scrapes, refused } = tracker.totals();
  return {
    ...known,
    processId: process.pid,
    trackerPort,
    peerPort,
    controlPort,
    ...(dht && { dhtPort: dht.port }),
    dhtNodes: dht?.nodeCount() ?? 0,
    addresses: [...whereabouts.addresses()],
    notices: notices.map(({ message }) => message),
    ...seeding.sessions.totals(),
    announces,
    scrapes,
    refused,
  };
}
