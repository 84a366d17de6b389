import { setTimeout as delay } from 'node:timers/promises';
import type { EngineApi, EngineEvent } from '../../shared/contract.ts';
import type { Share } from '../../shared/model.ts';
import { createRosterRows, type RosterRow } from '../engine/shares/peerRoster.ts';
import type { Goodbye, ShareReporter, WatchedShare, WatchEnd } from './view/shareReporter.ts';

export interface WatchOptions {
  readonly share: Share;
  readonly reporter: ShareReporter;
  /** Aborted when the person wants to end. */
  readonly stopSignal: AbortSignal;
  /** Settles when the engine can no longer be reached; absent for one in this process. */
  readonly closed?: Promise<void>;
  readonly refreshMs: number;
  readonly now: () => number;
}

/** Reports a share until the person stops, the share is removed or the engine goes away. Resolves with why and the last state. */
export async function watchShare(api: EngineApi, options: WatchOptions): Promise<Goodbye> {
  const { reporter, refreshMs, now } = options;
  const startedAt = now();
  const seen = createSeenPeers();
  const ending = createEnding(options);
  let { share } = options;
  let last: WatchedShare = { share, peers: { connected: [], announced: [] }, roster: [], elapsedMs: 0 };

  const endEvents = api.onEvent((event) => {
    if (event.event === 'share.changed' && event.data.infoHash === share.infoHash) share = event.data;
    if (event.event === 'engine.notice') reporter.notice(event.data);
    ending.consider(event);
  });
  try {
    while (!ending.signal.aborted) {
      const peers = await api.call('shares.peers', { infoHash: share.infoHash });
      const roster = createRosterRows(peers, share.bytes, last.roster);
      seen.add(roster);
      last = { share, peers, roster, elapsedMs: now() - startedAt };
      if (!ending.signal.aborted) reporter.update(last);
      await pause(refreshMs, ending.signal);
    }
  } catch (error) {
    // A share that was removed, or an engine that left, between the question and its answer is an end like any other.
    if (!ending.signal.aborted) throw error;
  } finally {
    endEvents();
    ending.release();
  }
  return { why: ending.why(), last: { ...last, share, elapsedMs: now() - startedAt }, peersSeen: seen.count() };
}

interface Ending {
  readonly signal: AbortSignal;
  /** The first reason there was. */
  why(): WatchEnd;
  consider(event: EngineEvent): void;
  release(): void;
}

function createEnding({ share, stopSignal, closed }: WatchOptions): Ending {
  const controller = new AbortController();
  let why: WatchEnd = 'stopped';

  function end(reason: WatchEnd): void {
    if (controller.signal.aborted) return;
    why = reason;
    controller.abort();
  }

  const onStop = (): void => end(closed === undefined ? 'stopped' : 'left');
  stopSignal.addEventListener('abort', onStop);
  if (stopSignal.aborted) onStop();
  void closed?.then(() => end('connection-lost'));
  return {
    signal: controller.signal,
    why: () => why,
    consider(event) {
      if (event.event === 'share.removed' && event.data.infoHash === share.infoHash) end('removed');
      if (event.event === 'engine.stopping') end('engine-stopping');
    },
    release: () => stopSignal.removeEventListener('abort', onStop),
  };
}

/** Counts peers once each, also those that left and came back. */
function createSeenPeers(): { add(roster: readonly RosterRow[]): void; count(): number } {
  const ids = new Set<string>();
  let peers = 0;
  return {
    add(roster) {
      for (const row of roster) {
        if (!row.ids.some((id) => ids.has(id))) peers += 1;
        for (const id of row.ids) ids.add(id);
      }
    },
    count: () => peers,
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    // Aborted: there is nothing left to wait for.
  }
}
