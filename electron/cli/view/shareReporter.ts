import type { EventData } from '../../../shared/contract.ts';
import type { EngineStatus, Share } from '../../../shared/model.ts';
import type { RosterRow, SwarmPeers } from '../../engine/shares/peerRoster.ts';

/** Shows one share while it is being watched: as a live table, as plain lines, or as JSON. */
export interface ShareReporter {
  /** Called once, first. */
  ready(share: Share, status: EngineStatus): void;
  /** The state of now, about once a second. */
  update(now: WatchedShare): void;
  notice(notice: EventData<'engine.notice'>): void;
  /** Called once, last: what to say when the watching ends. */
  end(goodbye: Goodbye): void;
}

export interface WatchedShare {
  readonly share: Share;
  readonly peers: SwarmPeers;
  readonly roster: readonly RosterRow[];
  readonly elapsedMs: number;
}

export interface Goodbye {
  readonly why: WatchEnd;
  /** The state it ended with. */
  readonly last: WatchedShare;
  /** Everyone seen since the watching began. */
  readonly peersSeen: number;
}

/**
 * `stopped`: the person ended a share that this process served. `left`: the person ended the view of a share that another
 * process serves on. The rest happened elsewhere.
 */
export type WatchEnd = 'stopped' | 'left' | 'removed' | 'engine-stopping' | 'connection-lost';
