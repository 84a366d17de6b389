import type { InfoHash } from '../../shared/infoHash.ts';
import type { PolicySourceRow } from '../../shared/torrentLists.ts';
import { createRefusedTorrents, type RefusedTorrents } from './policy/refusedTorrents.ts';
import { createTorrentList, type TorrentList } from './policy/torrentList.ts';
import { createServedTorrents, createTrackerPolicy, type ServedTorrents } from './policy/trackerPolicy.ts';
import type { Clock } from './ports.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { Storage } from './storage/storage.ts';
import { type AnnouncePolicy, NOT_LOCAL } from './tracker/announcePolicy.ts';

export interface PolicyPartsDeps {
  readonly clock: Clock;
  readonly storage: Pick<Storage, 'listed'>;
  readonly settings: Pick<SettingsStore, 'live' | 'onLiveChange'>;
  readonly isShared: (infoHash: InfoHash) => boolean;
  /** Who has a passkey. */
  readonly people?: AnnouncePolicy;
}

/** Whom the tracker serves: what decides it, wired together. */
export interface PolicyParts {
  readonly policy: AnnouncePolicy;
  readonly served: ServedTorrents;
  readonly torrentList: TorrentList;
  readonly refusedTorrents: RefusedTorrents;
  readonly policySources: () => readonly PolicySourceRow[];
}

export function createPolicyParts({ clock, storage, settings, isShared, people }: PolicyPartsDeps): PolicyParts {
  const mode = () => settings.live().policy;
  const refusedTorrents = createRefusedTorrents({ clock });
  const torrentList = createTorrentList({
    clock,
    repository: storage.listed,
    onChanged: (infoHashes) => refusedTorrents.forget(infoHashes),
  });
  const served = createServedTorrents({ isShared, list: torrentList, mode });
  const gate = {
    refusalOf: ({ scope }: { readonly scope: string }) =>
      scope === 'public' || scope === 'unusable' ? NOT_LOCAL : undefined,
  };
  const policy = createTrackerPolicy({ mode, served, gate, clients: { refusalOf: () => undefined }, people });
  return { policy, served, torrentList, refusedTorrents, policySources: () => [] };
}
