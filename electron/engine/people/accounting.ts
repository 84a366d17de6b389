import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Suspicion } from '../../../shared/people.ts';
import { LEFT_UNKNOWN } from '../codec/announceEvent.ts';
import { latin1Text } from '../codec/latin1.ts';
import type { GranaryError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { TransfersRepository, TransferSums } from '../storage/transfersRepository.ts';
import type { AnnounceRequest } from '../tracker/announce.ts';
import {
  addBytes,
  addSeededTime,
  createPeerEntry,
  createTorrentEntry,
  type PeerEntry,
  setPresence,
  takeReport,
  type TorrentEntry,
} from './ledger.ts';
import { createLedgerWriter } from './ledgerWriter.ts';
import type { Client, Person } from './person.ts';
import { createPresence } from './presence.ts';
import { createTorrentSums, isUnmatched, type TorrentSums } from './torrentSums.ts';

/** Who transferred how much, by the announces of their clients; kept over restarts. */
export interface Accounting {
  /** Takes up what was stored of these people. Call it once. */
  load(people: readonly Person[]): void;
  /** After an announce that was answered. */
  announced(person: Person, request: AnnouncedTransfer): void;
  /** Whether this client would be one more than a person's passkey is good for at one torrent. */
  isOneTooMany(person: Person, infoHash: InfoHash, peerId: Uint8Array): boolean;
  /** An announce that nothing counts of, but that its client is there. Of clients beyond what a passkey is good for, nothing at all. */
  noted(person: Person, request: AnnouncedTransfer): void;
  /** With this peer-id at a torrent: one that is there, or was within a day. */
  clientOf(infoHash: InfoHash, peerId: Uint8Array): Client | undefined;
  isFree(infoHash: InfoHash): boolean;
  setFree(infoHash: InfoHash, isFree: boolean): void;
  /** A torrent that is gone leaves its people's sums as they are, and nothing else. */
  forgetTorrent(infoHash: InfoHash): void;
  /** Of a person who is removed: what others got from them, and gave them, remains true. */
  forgetPerson(person: Person): void;
  /** Writes what is not written yet. */
  stop(): void;
}

export type AnnouncedTransfer = Pick<
  AnnounceRequest,
  'infoHash' | 'peerId' | 'uploadedBytes' | 'downloadedBytes' | 'leftBytes' | 'event'
>;

export interface AccountingDeps {
  readonly clock: Clock;
  readonly transfers: TransfersRepository;
  readonly transaction: (work: () => void) => void;
  /** Whether nothing counts against anybody's ratio at the moment. */
  readonly isAllFree: () => boolean;
  readonly people: () => Iterable<Person>;
  readonly onSuspicion: (person: Person, suspicion: Suspicion, infoHash: InfoHash) => void;
  /** Called when writing begins to fail; it is tried again. */
  readonly onFailure: (error: GranaryError) => void;
}

export interface AccountingConfig {
  /** A client that announces nothing for so long is gone. */
  readonly expirySeconds: number;
}

/** Clients of one person in one swarm: an office with one passkey, and an end to what a passkey can fill. */
export const MAX_PEERS_PER_TORRENT = 500;
/** What a client reported before the engine began may be as old as this. */
const RESTORED_MS = 86_400_000;
/** By then whoever downloaded what somebody claims to have uploaded has announced it, or has vanished. */
const MATCH_MARGIN_MS = 60_000;

export function createAccounting(deps: AccountingDeps, config: AccountingConfig): Accounting {
  const { clock, transfers } = deps;
  const torrents = new Map<InfoHash, TorrentSums>();
  const unmatched = new Map<TorrentEntry, { readonly person: Person; readonly sinceMs: number }>();
  const writer = createLedgerWriter(deps);
  const presence = createPresence({ clock, onVanished: vanished, onForgotten: forgotten }, config);
  const timer = clock.every(1000, everySecond);

  function everySecond(): void {
    presence.expire();
    accuse();
  }

  function sumsOf(infoHash: InfoHash): TorrentSums {
    const known = torrents.get(infoHash);
    if (known !== undefined) return known;
    const made = createTorrentSums(infoHash);
    torrents.set(infoHash, made);
    return made;
  }

  function announced(person: Person, request: AnnouncedTransfer, tally: typeof count = count): void {
    const { infoHash, event } = request;
    const peerId = latin1Text(request.peerId);
    const isStopped = event === 'stopped';
    const known = person.ledger.torrents.get(infoHash);
    const before = known?.peers.get(peerId);
    // Who is not there has nothing to stop: a client says goodbye at every URL that it knows of us.
    if (before === undefined && isStopped) return;
    const nowMs = clock.monotonicMs();
    const torrent = known ?? createTorrentEntry(infoHash);
    const { passkey } = person;
    const peer = before ?? createPeerEntry({ peerId, passkey }, request, nowMs);
    const client = { person, torrent, peer };
    person.ledger.torrents.set(infoHash, torrent);
    peer.passkey = passkey;
    tally(client, request, nowMs);
    if (isStopped) leave(client);
    else enter(client);
    presence.seen(client, isStopped);
    writer.changed(person.id, torrent);
  }

  function isOneTooMany({ ledger }: Person, infoHash: InfoHash, peerId: Uint8Array): boolean {
    const peers = ledger.torrents.get(infoHash)?.peers;
    return peers !== undefined && peers.size >= MAX_PEERS_PER_TORRENT && !peers.has(latin1Text(peerId));
  }

  function enter(client: Client): void {
    const { torrent, peer } = client;
    torrent.peers.set(peer.peerId, peer);
    sumsOf(torrent.infoHash).clients.set(peer.peerId, client);
  }

  function leave({ torrent, peer }: Client): void {
    const clients = torrents.get(torrent.infoHash)?.clients;
    torrent.peers.delete(peer.peerId);
    if (clients?.get(peer.peerId)?.peer === peer) clients.delete(peer.peerId);
  }

  function count({ person, torrent, peer }: Client, request: AnnouncedTransfer, nowMs: number): void {
    const { infoHash, event, leftBytes } = request;
    const { ledger } = person;
    const sums = sumsOf(infoHash);
    const gain = takeReport(peer, request, nowMs);
    if (gain.isImpossible) deps.onSuspicion(person, 'impossible-rate', infoHash);
    addBytes(ledger, torrent, { ...gain, isFree: sums.isFree || deps.isAllFree() });
    sums.downloaded += BigInt(gain.downloadedBytes);
    addSeededTime({ ledger, torrent, peer }, nowMs);
    const hasFinished = leftBytes === 0 && (event === 'completed' || peer.leftBytes > 0);
    if (hasFinished) torrent.completedAt ??= clock.now();
    setUnreported(sums, peer, 0);
    see({ person, torrent, peer }, request, nowMs);
    if (gain.uploadedBytes > 0 && !unmatched.has(torrent) && isUnmatched(torrent, sums)) {
      unmatched.set(torrent, { person, sinceMs: nowMs });
    }
  }

  function see({ person, torrent, peer }: Client, { event, leftBytes }: AnnouncedTransfer, nowMs: number): void {
    const { ledger } = person;
    setPresence({ ledger, torrent, peer }, { isThere: event !== 'stopped', leftBytes });
    peer.seenMs = nowMs;
    torrent.lastSeenAt = clock.now();
    ledger.lastSeenAt = torrent.lastSeenAt;
  }

  /** What it transferred since its last announce is nobody's. */
  function passOver(client: Client, request: AnnouncedTransfer, nowMs: number): void {
    takeReport(client.peer, request, nowMs);
    setUnreported(sumsOf(request.infoHash), client.peer, 0);
    see(client, request, nowMs);
  }

  function setUnreported(sums: TorrentSums, peer: PeerEntry, bytes: number): void {
    if (peer.unreportedBytes === bytes) return;
    sums.unreported += BigInt(bytes - peer.unreportedBytes);
    peer.unreportedBytes = bytes;
    writer.sumsChanged(sums);
  }

  /** It said no goodbye: until then it may have got all that it missed. */
  function vanished({ person, torrent, peer }: Client): void {
    const { leftBytes } = peer;
    const sums = sumsOf(torrent.infoHash);
    setUnreported(sums, peer, leftBytes === LEFT_UNKNOWN ? 0 : leftBytes);
    setPresence({ ledger: person.ledger, torrent, peer }, { isThere: false, leftBytes });
  }

  function forgotten(client: Client): void {
    const { person, torrent } = client;
    leave(client);
    writer.changed(person.id, torrent);
  }

  function accuse(): void {
    const nowMs = clock.monotonicMs();
    for (const [torrent, { person, sinceMs }] of unmatched) {
      // They stand in the order in which they were noticed.
      if (nowMs - sinceMs < config.expirySeconds * 1000 + MATCH_MARGIN_MS) return;
      unmatched.delete(torrent);
      if (isUnmatched(torrent, sumsOf(torrent.infoHash))) {
        deps.onSuspicion(person, 'unmatched-upload', torrent.infoHash);
      }
    }
  }

  function load(people: readonly Person[]): void {
    const byId = new Map(people.map((person) => [person.id, person]));
    for (const { infoHash, isFree, carriedDownloaded, unreported } of transfers.loadSums()) {
      const stored = { isFree, carriedDownloaded, downloaded: carriedDownloaded, unreported };
      torrents.set(infoHash, { ...createTorrentSums(infoHash), ...stored });
    }
    for (const { person: id, infoHash, peers, ...stored } of transfers.loadTorrents()) {
      const person = byId.get(id);
      if (person === undefined) continue;
      const torrent: TorrentEntry = { ...createTorrentEntry(infoHash), ...stored };
      take(person, torrent);
      const countedMs = clock.monotonicMs() - RESTORED_MS;
      const { passkey } = person;
      for (const { peerId, ...counters } of peers) {
        const peer = createPeerEntry({ peerId: latin1Text(peerId), passkey }, counters, countedMs);
        const client = { person, torrent, peer };
        enter(client);
        presence.restored(client);
        vanished(client);
      }
    }
  }

  function take({ ledger }: Person, torrent: TorrentEntry): void {
    sumsOf(torrent.infoHash).downloaded += torrent.downloaded;
    ledger.torrents.set(torrent.infoHash, torrent);
    ledger.uploaded += torrent.uploaded;
    ledger.downloaded += torrent.downloaded;
    ledger.charged += torrent.charged;
    ledger.seededMs += torrent.seededMs;
    ledger.lastSeenAt = Math.max(ledger.lastSeenAt ?? 0, torrent.lastSeenAt);
  }

  /** Takes a torrent of a person out of all that is kept in memory. */
  function drop(person: Person, torrent: TorrentEntry): void {
    for (const peer of torrent.peers.values()) {
      setPresence({ ledger: person.ledger, torrent, peer }, { isThere: false, leftBytes: peer.leftBytes });
      presence.dropped(peer);
      leave({ person, torrent, peer });
    }
    person.ledger.torrents.delete(torrent.infoHash);
    unmatched.delete(torrent);
    writer.dropped(torrent);
  }

  return {
    load,
    announced: (person, request) => announced(person, request),
    noted(person, request) {
      if (!isOneTooMany(person, request.infoHash, request.peerId)) announced(person, request, passOver);
    },
    isOneTooMany,
    clientOf: (infoHash, peerId) => torrents.get(infoHash)?.clients.get(latin1Text(peerId)),
    isFree: (infoHash) => torrents.get(infoHash)?.isFree === true,
    setFree(infoHash, isFree) {
      const sums = sumsOf(infoHash);
      sums.isFree = isFree;
      writer.saveSums(sums);
    },
    forgetTorrent(infoHash) {
      for (const person of deps.people()) {
        const { ledger } = person;
        const torrent = ledger.torrents.get(infoHash);
        if (torrent === undefined) continue;
        drop(person, torrent);
        ledger.carried = addSums(ledger.carried, torrent);
        transfers.carry(person.id, infoHash, ledger.carried);
      }
      const sums = torrents.get(infoHash);
      if (sums !== undefined) writer.droppedSums(sums);
      torrents.delete(infoHash);
      transfers.removeSums(infoHash);
    },
    forgetPerson(person) {
      for (const torrent of person.ledger.torrents.values()) {
        drop(person, torrent);
        const sums = sumsOf(torrent.infoHash);
        sums.carriedDownloaded += torrent.downloaded;
        writer.saveSums(sums);
      }
    },
    stop() {
      timer.cancel();
      writer.stop();
    },
  };
}

function addSums(a: TransferSums, b: TransferSums): TransferSums {
  return {
    uploaded: a.uploaded + b.uploaded,
    downloaded: a.downloaded + b.downloaded,
    charged: a.charged + b.charged,
    seededMs: a.seededMs + b.seededMs,
  };
}
