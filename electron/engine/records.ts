import type { Notice } from '../../shared/because.ts';
import { createActivityLog, type ActivityLog } from './activity/activityLog.ts';
import { watchAddresses } from './activity/addressNotes.ts';
import { createCrowdNotes, type CrowdNotes } from './activity/crowdNotes.ts';
import { createPeerNotes, type PeerNotes } from './activity/peerNotes.ts';
import { createRefusalNotes } from './activity/refusalNotes.ts';
import { createShareNotes } from './activity/shareNotes.ts';
import type { GranaryError } from './errors.ts';
import type { EventBus } from './eventBus.ts';
import type { CounterReading, ShareCounters } from './history/counting.ts';
import { createHistory, type HistoryKeeper } from './history/history.ts';
import type { Clock, Logger } from './ports.ts';
import type { SessionRegistry } from './session/sessionRegistry.ts';
import type { ShareSession } from './session/shareSession.ts';
import type { ShareLibraryDeps } from './shares/shareLibrary.ts';
import { createTrackerMeter, type TrackerMeter } from './stats/trackerMeter.ts';
import type { Storage } from './storage/storage.ts';
import { createStopStack } from './system/stopStack.ts';
import type { Tracker, TrackerDeps } from './tracker/tracker.ts';

export interface RecordsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly storage: Storage;
  readonly events: EventBus;
  readonly version: string;
  readonly tracker: Tracker;
  readonly sessions: SessionRegistry;
  /** What others can reach. */
  readonly addresses: () => readonly string[];
}

/** What is written down of everything that happens: history, activity, and how the tracker does. */
export interface Records {
  readonly history: HistoryKeeper;
  readonly activity: ActivityLog;
  readonly meter: TrackerMeter;
  readonly onRefused: NonNullable<TrackerDeps['onRefused']>;
  readonly onCompleted: PeerNotes['completed'];
  readonly onCrowded: CrowdNotes['crowded'];
  readonly onVerified: NonNullable<ShareLibraryDeps['onVerified']>;
  /** Call it when stored shares and swarms are restored: what comes after is new. */
  begin(): void;
  /** Call it when everything listens, with what a person should know of the start. */
  started(notices: readonly Notice[]): void;
  /** Call it when sessions and tracker have stopped. */
  stop(): Promise<void>;
}

export function createRecords(deps: RecordsDeps): Records {
  const { clock, logger, storage, events } = deps;
  const stops = createStopStack();
  const onFailure = (error: GranaryError) =>
    logger.log('error', `history and activity cannot be saved: ${error.message}`, { cause: error });
  const activity = createActivityLog({ clock, repository: storage.activity, onFailure });
  stops.add(activity.stop);
  const read = () => readCounters(deps.tracker, deps.sessions.list());
  const history = createHistory({ clock, repository: storage.history, read, onFailure });
  stops.add(history.stop);
  const meter = createTrackerMeter(clock, () => deps.tracker.totals());
  stops.add(meter.stop);
  const refusals = createRefusalNotes({ clock, log: activity });
  stops.add(refusals.stop);
  const crowds = createCrowdNotes({ clock, log: activity });
  stops.add(crowds.stop);
  const sessions = () => deps.sessions.list();
  const peers = createPeerNotes({ clock, log: activity, sessions, tracker: deps.tracker });
  stops.add(peers.stop);

  return {
    history,
    activity,
    meter,
    onRefused(refusal, infoHash, requester) {
      meter.refused(refusal.message);
      refusals.refused(refusal, infoHash, requester);
    },
    onCompleted: peers.completed,
    onCrowded: crowds.crowded,
    onVerified({ infoHash, name }) {
      activity.note({ kind: 'share-verified', infoHash, values: { name } });
    },
    begin() {
      activity.note({ kind: 'engine-started', values: { version: deps.version } });
      history.start();
      const restored = sessions().map(({ infoHash, info, state }) => ({ infoHash, name: info.name, state }));
      stops.add(createShareNotes({ events: { onEvent: events.overhear }, log: activity }, restored).stop);
      stops.add(watchAddresses({ clock, log: activity, addresses: deps.addresses }));
      const end = events.overhear(({ event }) => {
        if (event === 'engine.stopping') activity.note({ kind: 'engine-stopped' });
      });
      stops.add(end);
    },
    started(notices) {
      for (const { message, because } of notices) {
        activity.note({ kind: 'notice', level: 'warning', values: { ...because, message } });
      }
    },
    stop: () => stops.stop(),
  };
}

function readCounters(tracker: Tracker, sessions: readonly ShareSession[]): CounterReading {
  const { announces, scrapes, peers: swarmPeers } = tracker.totals();
  const peers = sessions.reduce((sum, session) => sum + session.peersConnected, 0);
  return {
    engine: { announces, scrapes, peers, swarmPeers },
    shares: sessions.map((session) => countersOf(tracker, session)),
  };
}

function countersOf(tracker: Tracker, session: ShareSession): ShareCounters {
  const { infoHash, uploadedBytes, peersConnected: peers, state } = session;
  const { seeders, leechers, announces, scrapes } = tracker.counts(infoHash);
  // The tracker counts our own seeder; the swarm is everyone but us.
  const swarmPeers = seeders + leechers - (state.kind === 'seeding' ? 1 : 0);
  return { infoHash, uploadedBytes, peers, swarmPeers, announces, scrapes };
}
