import type { SwarmColumn } from '../../../shared/columns.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { SwarmRow } from '../../../shared/rows.ts';
import type { ShareLibrary } from '../shares/shareLibrary.ts';
import type { SwarmSums } from '../tracker/swarmLook.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { TorrentList } from '../policy/torrentList.ts';
import { lettersOf } from './listSources.ts';
import type { RowSource } from './rowSource.ts';

export interface SwarmsSourceDeps {
  readonly library: Pick<ShareLibrary, 'find'>;
  readonly tracker: Pick<Tracker, 'infoHashes' | 'look' | 'counts'>;
  readonly torrentList: Pick<TorrentList, 'nameOf' | 'verdictOf'>;
  /** Of a private tracker. */
  readonly isFreeLeech?: (infoHash: InfoHash) => boolean;
}

const NO_SUMS: SwarmSums = {
  uploadedBytes: 0,
  downloadedBytes: 0,
  oldestAnnounceAt: undefined,
  newestAnnounceAt: undefined,
};

export function createSwarmsSource(deps: SwarmsSourceDeps): RowSource<InfoHash, SwarmRow> {
  const { library, tracker, torrentList, isFreeLeech } = deps;
  const nameOf = (infoHash: InfoHash): string | undefined =>
    library.find(infoHash)?.torrent.info.name ?? torrentList.nameOf(infoHash);
  const sourceOf = (infoHash: InfoHash): SwarmRow['source'] => {
    if (library.find(infoHash) !== undefined) return 'shared-here';
    return torrentList.verdictOf(infoHash) === 'allow' ? 'listed' : 'open';
  };
  const sumsOf = (infoHash: InfoHash): SwarmSums => tracker.look(infoHash)?.sums() ?? NO_SUMS;
  const values: Readonly<Record<SwarmColumn, (infoHash: InfoHash) => string | number>> = {
    name: (infoHash) => nameOf(infoHash) ?? '',
    infoHash: (infoHash) => lettersOf(infoHash),
    seeders: (infoHash) => tracker.counts(infoHash).seeders,
    leechers: (infoHash) => tracker.counts(infoHash).leechers,
    paused: (infoHash) => tracker.counts(infoHash).paused,
    completed: (infoHash) => tracker.counts(infoHash).completed,
    announces: (infoHash) => tracker.counts(infoHash).announces,
    scrapes: (infoHash) => tracker.counts(infoHash).scrapes,
    uploaded: (infoHash) => sumsOf(infoHash).uploadedBytes,
    downloaded: (infoHash) => sumsOf(infoHash).downloadedBytes,
    oldestAnnounce: (infoHash) => sumsOf(infoHash).oldestAnnounceAt ?? 0,
    newestAnnounce: (infoHash) => sumsOf(infoHash).newestAnnounceAt ?? 0,
    source: sourceOf,
  };
  return {
    items: () => tracker.infoHashes(),
    keyOf: (infoHash) => infoHash,
    textOf: (infoHash) => `${nameOf(infoHash) ?? ''} ${infoHash}`,
    valueOf: (infoHash, column) => values[column as SwarmColumn](infoHash),
    rowOf: (infoHash) => ({
      ...swarmRowOf(infoHash, tracker.counts(infoHash), sumsOf(infoHash)),
      source: sourceOf(infoHash),
      ...named(nameOf(infoHash)),
      ...(isFreeLeech?.(infoHash) === true && { isFreeLeech: true }),
    }),
  };
}

function swarmRowOf(
  infoHash: InfoHash,
  counts: ReturnType<Tracker['counts']>,
  sums: SwarmSums,
): Omit<SwarmRow, 'source'> {
  const { oldestAnnounceAt, newestAnnounceAt, uploadedBytes, downloadedBytes } = sums;
  return {
    key: infoHash,
    ...counts,
    uploadedBytes,
    downloadedBytes,
    ...(oldestAnnounceAt !== undefined && { oldestAnnounceAt }),
    ...(newestAnnounceAt !== undefined && { newestAnnounceAt }),
  };
}

function named(name: string | undefined): Pick<SwarmRow, 'name'> {
  return name === undefined ? {} : { name };
}
