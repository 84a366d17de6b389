import type { Actor } from '../../../shared/actor.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { type ListItem, type ListResult, type ListVerdict, MAX_KEPT_BYTES } from '../../../shared/torrentLists.ts';
import { MIB } from '../../../shared/units.ts';
import type { Clock } from '../ports.ts';
import type { KeptFile, ListedRecord, ListedRepository, NewListedRecord } from '../storage/listedRepository.ts';
import { createRemovedEntries, type RemovedEntry } from './removedEntries.ts';
import { type FileTorrent, type GivenTorrent, type ItemError, type NamedTorrent, readListItem } from './listItems.ts';

/**
 * Which torrents are allowed and which are blocked, as persons said and as watched folders hold them. A person's word counts
 * for more than a folder's.
 */
export interface TorrentList {
  /** Undefined for a torrent that nobody said anything about. Quick: it is asked for every announce. */
  verdictOf(infoHash: InfoHash): ListVerdict | undefined;
  /** Throws `disk-full` and the like, and then nothing is listed. */
  list(items: readonly ListItem[], verdict: ListVerdict, by: Actor): ListResult;
  /** Takes persons' entries off, and returns those that were there. One that is listed again soon has its file and publisher. */
  unlist(infoHashes: readonly InfoHash[]): InfoHash[];
  /** What a file of a watched folder holds now; undefined when it is gone. */
  setFile(file: string, torrent: FileTorrent | undefined): void;
  entries(): readonly ListedEntry[];
  find(infoHash: InfoHash): ListedEntry | undefined;
  nameOf(infoHash: InfoHash): string | undefined;
  /** Where this torrent's .torrent file is: kept with its entry, or in a watched folder, whoever listed it. */
  fileOf(infoHash: InfoHash): ListedFile | undefined;
  /** The bytes of one that is kept, without trackers. */
  keptFile(infoHash: InfoHash): Uint8Array | undefined;
}

export interface ListedFile {
  /** In a watched folder; undefined for one that is kept. */
  readonly path: string | undefined;
  /** Of the torrent's content. */
  readonly bytes: number | undefined;
}

export interface ListedEntry {
  readonly infoHash: InfoHash;
  readonly name: string | undefined;
  readonly verdict: ListVerdict;
  /** Of the .torrent file, for what a folder brought. */
  readonly file: string | undefined;
  readonly addedAt: number;
  readonly addedBy: string;
  readonly addedByName: string | undefined;
  /** Id of the person who published it on the site. */
  readonly publishedBy: number | undefined;
  /** Of the .torrent file that a person gave. */
  readonly kept: KeptFile | undefined;
}

export interface TorrentListDeps {
  readonly clock: Clock;
  readonly repository: ListedRepository;
  /** Something else is said of these torrents than before. */
  readonly onChanged: (infoHashes: readonly InfoHash[]) => void;
  /** Of .torrent files that are kept, together. */
  readonly maxKeptBytes?: number;
}

/** Of persons' entries; beyond it new ones are rejected. */
export const MAX_LISTED = 100_000;
const REMOVED_LIMITS = { entries: 10_000, bytes: 64 * MIB };

export function createTorrentList(deps: TorrentListDeps): TorrentList {
  const { clock, repository, onChanged, maxKeptBytes = MAX_KEPT_BYTES } = deps;
  const byPerson = new Map(repository.load().map((record) => [record.infoHash, entryOf(record)]));
  /** The first file that holds a torrent stands for it; others wait for their turn in `files`. */
  const byFolder = new Map<InfoHash, ListedEntry>();
  const files = new Map<string, FileTorrent>();
  const removed = createRemovedEntries(clock, REMOVED_LIMITS);
  let entries: readonly ListedEntry[] | undefined;

  function changed(infoHashes: readonly InfoHash[]): void {
    entries = undefined;
    if (infoHashes.length > 0) onChanged(infoHashes);
  }

  function list(items: readonly ListItem[], verdict: ListVerdict, by: Actor): ListResult {
    const result: ListResult = { listed: [], rejected: [] };
    const added = new Map<InfoHash, NewListedRecord>();
    let keptBytes = keptBytesOf([...byPerson.values()]);

    function enter(given: GivenTorrent): ItemError | undefined {
      const { infoHash, name } = given;
      const newer = verdict === 'allow' ? (given.file ?? added.get(infoHash)?.file) : undefined;
      const before = added.get(infoHash)?.file?.metainfo.length ?? byPerson.get(infoHash)?.kept?.fileBytes ?? 0;
      const growthBy = (file: NewListedRecord['file']): number =>
        file === undefined ? 0 : file.metainfo.length - before;
      const fits = (file: NewListedRecord['file']): boolean =>
        growthBy(file) <= 0 || keptBytes + growthBy(file) <= maxKeptBytes;
      if (isFull(given, added.size)) return FULL;
      if (!fits(newer)) return filesFull(maxKeptBytes);
      // Nobody asks for what was taken off to come with its file: without room it comes without.
      const older = newer === undefined ? removed.find(infoHash)?.file : undefined;
      const file = newer ?? (fits(older) ? older : undefined);
      keptBytes += growthBy(file);
      added.set(infoHash, { ...recordOf(given, verdict, by), file });
      result.listed.push({ infoHash, ...(name !== undefined && { name }) });
      return undefined;
    }

    for (const [index, item] of items.entries()) {
      const read = readListItem(item);
      const error = read.ok ? enter(read.value) : read.error;
      if (error !== undefined) result.rejected.push({ index, ...error });
    }
    repository.save([...added.values()]);
    for (const record of added.values()) {
      byPerson.set(record.infoHash, entryOf({ ...record, kept: keptOf(record) }));
      removed.forget(record.infoHash);
    }
    changed([...added.keys()]);
    return result;
  }

  function isFull({ infoHash }: NamedTorrent, added: number): boolean {
    return !byPerson.has(infoHash) && byPerson.size + added >= MAX_LISTED;
  }

  /** A torrent that was known by name keeps it when only its info-hash is given, and stays its publisher's. */
  function recordOf({ infoHash, name }: NamedTorrent, verdict: ListVerdict, by: Actor): Omit<ListedRecord, 'kept'> {
    const before = byPerson.get(infoHash) ?? removed.find(infoHash);
    const known = before?.name ?? byFolder.get(infoHash)?.name;
    const publishedBy = by.person ?? before?.publishedBy;
    const added = { addedAt: clock.now(), addedBy: by.kind, addedByName: by.name, publishedBy };
    return { infoHash, name: name ?? known, verdict, ...added };
  }

  function keptOf({ infoHash, file }: NewListedRecord): KeptFile | undefined {
    if (file === undefined) return byPerson.get(infoHash)?.kept;
    return { contentBytes: file.contentBytes, fileBytes: file.metainfo.length };
  }

  /** With the files of the first ones, as far as they are kept together. */
  function withFiles(gone: readonly ListedEntry[]): RemovedEntry[] {
    let room = REMOVED_LIMITS.bytes;
    return gone.map(({ infoHash, name, publishedBy, kept }) => {
      room -= kept?.fileBytes ?? 0;
      const metainfo = kept === undefined || room < 0 ? undefined : repository.metainfoOf(infoHash);
      return { infoHash, name, publishedBy, file: kept && metainfo && { contentBytes: kept.contentBytes, metainfo } };
    });
  }

  function setFile(file: string, torrent: FileTorrent | undefined): void {
    const before = files.get(file);
    if (torrent === undefined) files.delete(file);
    else files.set(file, torrent);
    if (before !== undefined && before.infoHash !== torrent?.infoHash) leaveFile(before.infoHash, file);
    if (torrent !== undefined) enterFile(torrent, file);
    changed([before, torrent].flatMap((held) => held?.infoHash ?? []));
  }

  function enterFile({ infoHash, name }: NamedTorrent, file: string): void {
    const known = byFolder.get(infoHash);
    if (known !== undefined && known.file !== file) return;
    const addedAt = known?.addedAt ?? clock.now();
    const by = { addedBy: 'engine', addedByName: undefined, publishedBy: undefined, kept: undefined };
    byFolder.set(infoHash, { infoHash, name, verdict: 'allow', file, addedAt, ...by });
  }

  function leaveFile(infoHash: InfoHash, file: string): void {
    if (byFolder.get(infoHash)?.file !== file) return;
    byFolder.delete(infoHash);
    for (const [other, torrent] of files) if (torrent.infoHash === infoHash) return enterFile(torrent, other);
  }

  function find(infoHash: InfoHash): ListedEntry | undefined {
    return byPerson.get(infoHash) ?? byFolder.get(infoHash);
  }

  return {
    verdictOf: (infoHash) => find(infoHash)?.verdict,
    find,
    list,
    unlist(infoHashes) {
      const there = [...new Set(infoHashes)].filter((infoHash) => byPerson.has(infoHash));
      const gone = withFiles(there.flatMap((infoHash) => byPerson.get(infoHash) ?? []));
      repository.remove(there);
      for (const each of gone) removed.add(each);
      for (const infoHash of there) byPerson.delete(infoHash);
      changed(there);
      return there;
    },
    setFile,
    entries() {
      entries ??= [...byPerson.values(), ...[...byFolder.values()].filter(({ infoHash }) => !byPerson.has(infoHash))];
      return entries;
    },
    nameOf: (infoHash) => byPerson.get(infoHash)?.name ?? byFolder.get(infoHash)?.name,
    fileOf(infoHash) {
      const kept = byPerson.get(infoHash)?.kept;
      if (kept !== undefined) return { path: undefined, bytes: kept.contentBytes };
      const path = byFolder.get(infoHash)?.file;
      return path === undefined ? undefined : { path, bytes: files.get(path)?.bytes };
    },
    keptFile: (infoHash) => repository.metainfoOf(infoHash),
  };
}

const FULL = { reason: 'list-full', message: `the list holds its ${MAX_LISTED} torrents` } as const;

function filesFull(maxKeptBytes: number): ItemError {
  const most = `${Math.floor(maxKeptBytes / MIB)} MiB`;
  const message = `the .torrent files of the list may have ${most} together: list the info-hash, or take others off`;
  return { reason: 'files-full', message };
}

function keptBytesOf(entries: readonly ListedEntry[]): number {
  return entries.reduce((sum, { kept }) => sum + (kept?.fileBytes ?? 0), 0);
}

/** A verdict that some other version wrote is taken for the careful one. */
function entryOf({ verdict, ...record }: ListedRecord): ListedEntry {
  return { ...record, verdict: verdict === 'allow' ? 'allow' : 'block', file: undefined };
}
