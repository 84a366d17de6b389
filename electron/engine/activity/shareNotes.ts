import type { EngineEvent } from '../../../shared/contract.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Share, ShareState } from '../../../shared/model.ts';
import type { EventBus } from '../eventBus.ts';
import type { ActivityLog } from './activityLog.ts';

export interface ShareNotes {
  stop(): void;
}

/** A share that was there before: it is not news. */
export type RestoredShare = Pick<Share, 'infoHash' | 'name' | 'state'>;

interface KnownShare {
  readonly name: string;
  /** The last state but `checking`, which is only on the way to another. */
  readonly settled: ShareState | undefined;
}

/** Notes what becomes of shares, and the engine's notices, from the events that everyone gets. */
export function createShareNotes(
  { events, log }: { readonly events: Pick<EventBus, 'onEvent'>; readonly log: ActivityLog },
  restored: readonly RestoredShare[],
): ShareNotes {
  const shares = new Map<InfoHash, KnownShare>(restored.map((share) => [share.infoHash, knownOf(share)]));

  function changed(share: Share): void {
    const { infoHash, name, state } = share;
    const before = shares.get(infoHash);
    if (before === undefined) log.note({ kind: 'share-created', infoHash, values: { name, bytes: share.bytes } });
    if (state.kind === 'checking') {
      if (before === undefined) shares.set(infoHash, knownOf(share));
      return;
    }
    shares.set(infoHash, { name, settled: state });
    noteTurn(share, before?.settled);
  }

  function noteTurn({ infoHash, name, state }: Share, before: ShareState | undefined): void {
    if (state.kind === 'paused' && before?.kind !== 'paused') {
      log.note({ kind: 'share-paused', infoHash, values: { name } });
    }
    if (state.kind === 'seeding' && (before?.kind === 'paused' || before?.kind === 'error')) {
      log.note({ kind: 'share-resumed', infoHash, values: { name } });
    }
    if (state.kind === 'error' && !(before?.kind === 'error' && before.message === state.message)) {
      const { code, message, file } = state;
      log.note({ kind: 'share-failed', level: 'error', infoHash, values: { name, code, message, file } });
    }
  }

  const end = events.onEvent((event: EngineEvent) => {
    if (event.event === 'share.changed') changed(event.data);
    if (event.event === 'share.removed') {
      const { infoHash } = event.data;
      log.note({ kind: 'share-removed', infoHash, values: { name: shares.get(infoHash)?.name } });
      shares.delete(infoHash);
    }
    if (event.event === 'engine.notice') {
      const { level, message, because } = event.data;
      log.note({ kind: 'notice', level, values: { ...because, message } });
    }
  });
  return { stop: end };
}

function knownOf({ name, state }: RestoredShare): KnownShare {
  return { name, settled: state.kind === 'checking' ? undefined : state };
}
