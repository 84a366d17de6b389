import type { ParsedParams } from '../../../shared/contract.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Share, ShareFile, SkippedFile } from '../../../shared/model.ts';
import type { DhtNode } from '../dht/dhtNode.ts';
import { GranaryError } from '../errors.ts';
import type { Info } from '../metainfo/info.ts';
import { parseInfo } from '../metainfo/infoParser.ts';
import { buildTorrent } from '../metainfo/torrentBuilder.ts';
import type { Clock } from '../ports.ts';
import type { SessionRegistry } from '../session/sessionRegistry.ts';
import type { SharedContent, ShareSession } from '../session/shareSession.ts';
import type { ShareRecord, SharesRepository } from '../storage/sharesRepository.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { JobContext } from './jobs.ts';
import type { ShareLinks } from './shareLinks.ts';
import { shareFilesOf, shareOf, type SharedTorrent } from './shareView.ts';
import { type Verdict, verifyShare } from './verifyShare.ts';

export interface ShareLibraryDeps {
  readonly clock: Clock;
  readonly shares: SharesRepository;
  readonly sessions: SessionRegistry;
  readonly createSession: (content: SharedContent) => ShareSession;
  readonly tracker: Tracker;
  readonly links: ShareLinks;
  /** The DHT node, once it runs and if there is one. */
  readonly dht: () => DhtNode | undefined;
  /** Whether shares are for people of a private tracker at this moment: the DHT is told of none. */
  readonly isSecret: () => boolean;
  readonly onChanged: (infoHash: InfoHash) => void;
  readonly onRemoved: (infoHash: InfoHash) => void;
  /** A share was hashed again and is as it was. */
  readonly onVerified?: (share: Pick<Share, 'infoHash' | 'name'>) => void;
  /** Whether a file, by its real path, is never to be shared. */
  readonly isWithheld?: (realPath: string) => boolean;
  /** A stored share cannot be taken up; it is left as it is. */
  readonly onDamaged: (infoHash: InfoHash, why: string) => void;
}

/** Everything that is shared here: keeps what is stored, seeded, tracked and announced in step. */
export interface ShareLibrary {
  /** Takes up what was shared before; a record that cannot be read any more is told and left alone. */
  restore(): void;
  create(options: CreateOptions, job: JobContext): Promise<CreatedShare>;
  list(): Share[];
  /** What the shares are made of, in the order in which they were added. */
  entries(): readonly ShareEntry[];
  find(infoHash: InfoHash): ShareEntry | undefined;
  view(entry: ShareEntry): Share;
  has(infoHash: InfoHash): boolean;
  /** Throws `share-unknown`, as all that follow do. */
  get(infoHash: InfoHash): { readonly share: Share; readonly files: ShareFile[] };
  torrentFile(infoHash: InfoHash, localAddress?: string): { readonly name: string; readonly bytes: Uint8Array };
  setPaused(infoHash: InfoHash, paused: boolean): void;
  /** Stops serving, tracking and announcing, and forgets. The files on disk are not touched. */
  remove(infoHash: InfoHash): Promise<void>;
  verify(infoHash: InfoHash, job: JobContext): Promise<Verdict>;
  /** Makes the DHT node announce what is public, and nothing else. */
  announceAll(): void;
}

type CreateOptions = Omit<ParsedParams<'shares.create'>, 'jobId'>;

export interface CreatedShare {
  readonly share: Share;
  readonly skipped: SkippedFile[];
  readonly alreadyShared: boolean;
}

export interface ShareEntry {
  readonly torrent: SharedTorrent;
  readonly session: ShareSession;
}

export function createShareLibrary(deps: ShareLibraryDeps): ShareLibrary {
  const { shares, sessions, tracker, links } = deps;
  const entries = new Map<InfoHash, ShareEntry>();

  function restore(): void {
    for (const record of shares.list()) {
      const info = readInfo(record);
      if (info !== undefined) enter(torrentOf(record, info), record);
    }
  }

  function readInfo({ infoHash, infoBytes }: ShareRecord): Info | undefined {
    const parsed = parseInfo(infoBytes);
    if (parsed.ok && parsed.value.infoHash === infoHash) return parsed.value;
    const why = parsed.ok ? 'its bytes are not those it was named by' : parsed.error.message;
    deps.onDamaged(infoHash, why);
    return undefined;
  }

  function enter(torrent: SharedTorrent, stored: Omit<SharedContent, 'info' | 'files'>): ShareEntry {
    const { info, files } = torrent;
    const session = deps.createSession({ info, files, ...stored });
    const entry = { torrent, session };
    entries.set(info.infoHash, entry);
    sessions.add(session);
    tracker.addSwarm(info.infoHash);
    announce(entry);
    session.onChange(() => deps.onChanged(info.infoHash));
    return entry;
  }

  /** The tracker and the DHT serve a share for as long as it is listed: others may have it whole even while we cannot seed. */
  function announce({ torrent: { info } }: ShareEntry): void {
    if (info.private || deps.isSecret()) deps.dht()?.forget(info.infoHash);
    else deps.dht()?.announce(info.infoHash);
  }

  async function create(options: CreateOptions, job: JobContext): Promise<CreatedShare> {
    const { paths, name, pieceLength, private: isPrivate, comment } = options;
    const built = await buildTorrent(
      { paths, name, pieceLength, private: isPrivate },
      { ...job, isWithheld: deps.isWithheld },
    );
    const skipped = [...built.skipped];
    const known = entries.get(built.info.infoHash);
    if (known !== undefined) return { share: await shareAgain(known, built.files), skipped, alreadyShared: true };
    const torrent = { info: built.info, files: built.files, comment, createdAt: deps.clock.now() };
    shares.insert(recordOf(torrent));
    const entry = enter(torrent, { paused: false });
    await entry.session.settled();
    return { share: viewOf(entry), skipped, alreadyShared: false };
  }

  /** The same content was shared before, perhaps from another place, paused or with a problem: now it is served from here. */
  async function shareAgain(known: ShareEntry, files: SharedTorrent['files']): Promise<Share> {
    const isServed = known.session.state.kind === 'seeding';
    const isSamePlace = files.every((file, i) => file.sourcePath === known.torrent.files[i]?.sourcePath);
    return viewOf(isServed && isSamePlace ? known : await takeUp(known, { files, paused: false }));
  }

  /** Puts a new session in the place of the old one, with the files as they were found to be. */
  async function takeUp(
    { torrent, session }: ShareEntry,
    { files, paused }: { readonly files: SharedTorrent['files']; readonly paused: boolean },
  ): Promise<ShareEntry> {
    const { infoHash, uploadedBytes } = session;
    shares.replaceFiles(infoHash, files);
    shares.setPaused(infoHash, paused);
    shares.setError(infoHash, undefined);
    await sessions.remove(infoHash);
    const entry = enter({ ...torrent, files }, { paused, uploadedBytes });
    await entry.session.settled();
    deps.onChanged(infoHash);
    return entry;
  }

  function entryOf(infoHash: InfoHash): ShareEntry {
    const entry = entries.get(infoHash);
    if (entry !== undefined) return entry;
    throw new GranaryError('share-unknown', `no share has the info-hash ${infoHash}`, {
      hint: 'see what is shared with: granary list',
    });
  }

  function viewOf({ torrent, session }: ShareEntry): Share {
    const { state, peersConnected, uploadedBytes } = session;
    const uploadRateBytesPerSecond = session.uploadRateBytesPerSecond();
    const swarm = tracker.counts(session.infoHash);
    return shareOf(torrent, { state, peersConnected, uploadedBytes, uploadRateBytesPerSecond, swarm }, links);
  }

  async function verify(infoHash: InfoHash, job: JobContext): Promise<Verdict> {
    const entry = entryOf(infoHash);
    const outcome = await verifyShare(entry.torrent, job);
    if (entries.get(infoHash) !== entry) return outcome.verdict;
    if (outcome.problem !== undefined) {
      shares.setError(infoHash, outcome.problem);
      entry.session.fail(outcome.problem);
      return outcome.verdict;
    }
    deps.onVerified?.(entry.torrent.info);
    const { kind } = entry.session.state;
    if (kind === 'error' || kind === 'paused') {
      await takeUp(entry, { files: outcome.files, paused: kind === 'paused' });
    }
    return outcome.verdict;
  }

  async function remove(infoHash: InfoHash): Promise<void> {
    entryOf(infoHash);
    shares.remove(infoHash);
    entries.delete(infoHash);
    tracker.removeSwarm(infoHash);
    deps.dht()?.forget(infoHash);
    deps.onRemoved(infoHash);
    await sessions.remove(infoHash);
  }

  return {
    restore,
    create,
    list: () => [...entries.values()].map(viewOf),
    entries: () => [...entries.values()],
    find: (infoHash) => entries.get(infoHash),
    view: viewOf,
    has: (infoHash) => entries.has(infoHash),
    get(infoHash) {
      const entry = entryOf(infoHash);
      return { share: viewOf(entry), files: shareFilesOf(entry.torrent) };
    },
    torrentFile(infoHash, localAddress) {
      const { torrent } = entryOf(infoHash);
      return { name: torrent.info.name, bytes: links.torrentFile(torrent, localAddress) };
    },
    setPaused(infoHash, paused) {
      const { session } = entryOf(infoHash);
      shares.setPaused(infoHash, paused);
      if (paused) session.pause();
      else session.resume();
    },
    remove,
    verify,
    announceAll() {
      for (const entry of entries.values()) announce(entry);
    },
  };
}

/** Files and info are both in the order of the torrent. */
export function torrentOf(record: ShareRecord, info: Info): SharedTorrent {
  return { info, files: record.files, comment: record.comment, createdAt: record.createdAt };
}

function recordOf({ info, files, comment, createdAt }: SharedTorrent): ShareRecord {
  const { infoHash, infoBytes } = info;
  return {
    infoHash,
    infoBytes,
    createdAt,
    files,
    paused: false,
    uploadedBytes: 0,
    ...(comment !== undefined && { comment }),
  };
}
