import type { Notice } from '../../../shared/because.ts';
import type { EngineStatus } from '../../../shared/model.ts';
import type { StatusRow } from '../../../shared/rows.ts';
import type { TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import type { HistoryKeeper } from '../history/history.ts';
import type { People } from '../people/people.ts';
import { stateOf } from '../people/person.ts';
import type { Clock } from '../ports.ts';
import type { SessionRegistry } from '../session/sessionRegistry.ts';
import type { SwarmFigures, SwarmWatch } from '../shares/swarmFigures.ts';
import type { TrackerMeter } from '../stats/trackerMeter.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { oneRow } from './fixedRows.ts';
import type { RowSource } from './rowSource.ts';

export interface StatusSourceDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly status: () => EngineStatus;
  readonly notices: () => readonly Notice[];
  readonly tracker: Pick<Tracker, 'totals'>;
  readonly sessions: Pick<SessionRegistry, 'list'>;
  readonly watch: Pick<SwarmWatch, 'figures'>;
  readonly history: Pick<HistoryKeeper, 'recentUploadRates'>;
  readonly meter: Pick<TrackerMeter, 'figures'>;
  /** Whom the tracker serves now. */
  readonly policy: () => TrackerPolicy;
  readonly people: Pick<People, 'all'>;
}

const SPARKLINE_SECONDS = 60;

/** The engine as a whole. */
export function createStatusSource(deps: StatusSourceDeps): RowSource<StatusRow> {
  const { status, notices, tracker, sessions, watch, history, meter, clock, policy, people } = deps;
  return oneRow(() => {
    const { swarms, peers, seeders } = tracker.totals();
    const figures = sessions.list().map(({ infoHash }) => watch.figures(infoHash));
    const downloadsProgress = progressOf(figures);
    const { announcesPerSecond, scrapesPerSecond, answerMs, refusals } = meter.figures();
    const states = sessions.list().map(({ state }) => state.kind);
    return {
      ...status(),
      key: 'engine',
      notices: notices().map(({ message, because }) => ({ message, because })),
      downloadRateBytesPerSecond: 0,
      recentUploadRates: history.recentUploadRates(SPARKLINE_SECONDS),
      swarms,
      swarmPeers: peers,
      swarmSeeders: seeders,
      announcesPerSecond,
      scrapesPerSecond,
      ...(answerMs !== undefined && { answerMs: { ...answerMs } }),
      refusals: refusals.map((refusal) => ({ ...refusal })),
      policy: policy(),
      people: people.all().length,
      peopleWaiting: people.all().filter((person) => stateOf(person, clock.now()) === 'waiting').length,
      peersDownloading: figures.reduce((sum, { wantIt }) => sum + wantIt, 0),
      ...(downloadsProgress !== undefined && { downloadsProgress }),
      sharesRunning: states.filter((kind) => kind === 'seeding' || kind === 'checking').length,
      sharesPaused: states.filter((kind) => kind === 'paused').length,
    };
  });
}

/** Mean over everyone who still misses something, whichever share it is of. */
function progressOf(swarms: readonly SwarmFigures[]): number | undefined {
  let [progress, peers] = [0, 0];
  for (const { wantIt, wantProgress } of swarms) {
    if (wantProgress === undefined) continue;
    progress += wantProgress * wantIt;
    peers += wantIt;
  }
  return peers === 0 ? undefined : progress / peers;
}
