import type { Database } from 'better-sqlite3';
import { type InfoHash, infoHashFromBytes, infoHashToBytes } from '../../../shared/infoHash.ts';

/** Sums in bytes, exact to 64 bits, and the time seeded. */
export interface TransferSums {
  readonly uploaded: bigint;
  readonly downloaded: bigint;
  /** Of the downloaded bytes, those that count against the ratio. */
  readonly charged: bigint;
  readonly seededMs: number;
}

/** What one person's clients did of one torrent, and where the clients' own counters stood when that was summed. */
export interface TorrentTransferRecord extends TransferSums {
  readonly person: number;
  readonly infoHash: InfoHash;
  /** Milliseconds since the epoch. */
  readonly completedAt: number | undefined;
  readonly lastSeenAt: number;
  /** Whether two clients of the person ever were in the swarm together. */
  readonly hadManyPeers: boolean;
  readonly peers: readonly PeerCounters[];
}

export interface PeerCounters {
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  /** As reported last. */
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
  readonly leftBytes: number;
}

/** What is known of a torrent besides what its people did. */
export interface TorrentSumsRecord {
  readonly infoHash: InfoHash;
  readonly isFree: boolean;
  /** Downloaded by people who are gone. */
  readonly carriedDownloaded: bigint;
  /** What peers that vanished may have downloaded without saying so. */
  readonly unreported: bigint;
}

export interface TransfersRepository {
  loadCarried(): ReadonlyMap<number, TransferSums>;
  loadTorrents(): readonly TorrentTransferRecord[];
  loadSums(): readonly TorrentSumsRecord[];
  /** The torrent with its peers, in one step: they are true only together. */
  save(record: TorrentTransferRecord): void;
  saveSums(record: TorrentSumsRecord): void;
  /** Forgets what one person did of a torrent; `carried` is then what counts besides the torrents that are left. */
  carry(person: number, infoHash: InfoHash, carried: TransferSums): void;
  removeSums(infoHash: InfoHash): void;
}

interface CarriedRow {
  readonly id: bigint;
  readonly uploaded: bigint;
  readonly downloaded: bigint;
  readonly charged: bigint;
  readonly seeded_ms: bigint;
}

interface TorrentRow extends Omit<CarriedRow, 'id'> {
  readonly person_id: bigint;
  readonly info_hash: Uint8Array;
  readonly completed_at_ms: bigint | null;
  readonly last_seen_at_ms: bigint;
  readonly had_many_peers: bigint;
}

interface PeerRow {
  readonly person_id: number;
  readonly info_hash: Uint8Array;
  readonly peer_id: Uint8Array;
  readonly uploaded: number;
  readonly downloaded: number;
  readonly left_bytes: number;
}

interface SumsRow {
  readonly info_hash: Uint8Array;
  readonly is_free: bigint;
  readonly carried_downloaded: bigint;
  readonly unreported: bigint;
}

export function createTransfersRepository(database: Database): TransfersRepository {
  const carried = database
    .prepare<[], CarriedRow>(
      `SELECT id, carried_uploaded AS uploaded, carried_downloaded AS downloaded, carried_charged AS charged,
         carried_seeded_ms AS seeded_ms FROM people`,
    )
    .safeIntegers();
  const torrents = database.prepare<[], TorrentRow>('SELECT * FROM person_torrents').safeIntegers();
  const peers = database.prepare<[], PeerRow>('SELECT * FROM person_peers');
  const sums = database.prepare<[], SumsRow>('SELECT * FROM torrent_transfers').safeIntegers();
  return {
    loadCarried: () => new Map(carried.all().map((row) => [Number(row.id), sumsOf(row)])),
    loadTorrents() {
      const known = peersByTorrent(peers.all());
      return torrents.all().map((row) => torrentOf(row, known));
    },
    loadSums: () =>
      sums.all().map((row) => ({
        infoHash: infoHashFromBytes(row.info_hash),
        isFree: row.is_free !== 0n,
        carriedDownloaded: row.carried_downloaded,
        unreported: row.unreported,
      })),
    ...transferWrites(database),
  };
}

type TransferWrites = Pick<TransfersRepository, 'save' | 'saveSums' | 'carry' | 'removeSums'>;

function transferWrites(database: Database): TransferWrites {
  const put = database.prepare(
    `INSERT INTO person_torrents (person_id, info_hash, uploaded, downloaded, charged, seeded_ms, completed_at_ms,
       last_seen_at_ms, had_many_peers)
     SELECT id, :infoHash, :uploaded, :downloaded, :charged, :seededMs, :completedAt, :lastSeenAt, :hadManyPeers
       FROM people WHERE id = :person
     ON CONFLICT DO UPDATE SET uploaded = excluded.uploaded, downloaded = excluded.downloaded,
       charged = excluded.charged, seeded_ms = excluded.seeded_ms, completed_at_ms = excluded.completed_at_ms,
       last_seen_at_ms = excluded.last_seen_at_ms, had_many_peers = excluded.had_many_peers`,
  );
  const clearPeers = database.prepare('DELETE FROM person_peers WHERE person_id = ? AND info_hash = ?');
  const putPeer = database.prepare('INSERT INTO person_peers VALUES (?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM person_torrents WHERE person_id = ? AND info_hash = ?');
  const setCarried = database.prepare(
    `UPDATE people SET carried_uploaded = ?, carried_downloaded = ?, carried_charged = ?, carried_seeded_ms = ?
     WHERE id = ?`,
  );
  const putSums = database.prepare('INSERT OR REPLACE INTO torrent_transfers VALUES (?, ?, ?, ?)');
  const removeSums = database.prepare('DELETE FROM torrent_transfers WHERE info_hash = ?');
  const save = database.transaction((record: TorrentTransferRecord) => {
    const infoHash = infoHashToBytes(record.infoHash);
    // Nothing is put for a person who was removed meanwhile.
    if (put.run(valuesOf(record, infoHash)).changes === 0) return;
    clearPeers.run(record.person, infoHash);
    for (const { peerId, uploadedBytes, downloadedBytes, leftBytes } of record.peers) {
      putPeer.run(record.person, infoHash, peerId, uploadedBytes, downloadedBytes, leftBytes);
    }
  });
  const carry = database.transaction((person: number, infoHash: InfoHash, carried: TransferSums) => {
    remove.run(person, infoHashToBytes(infoHash));
    setCarried.run(carried.uploaded, carried.downloaded, carried.charged, BigInt(carried.seededMs), person);
  });
  return {
    save: (record) => save(record),
    saveSums({ infoHash, isFree, carriedDownloaded, unreported }) {
      putSums.run(infoHashToBytes(infoHash), Number(isFree), carriedDownloaded, unreported);
    },
    carry: (person, infoHash, sumsCarried) => carry(person, infoHash, sumsCarried),
    removeSums(infoHash) {
      removeSums.run(infoHashToBytes(infoHash));
    },
  };
}

function valuesOf(record: TorrentTransferRecord, infoHash: Uint8Array): Record<string, unknown> {
  const { person, uploaded, downloaded, charged, seededMs, completedAt, lastSeenAt, hadManyPeers } = record;
  return {
    person,
    infoHash,
    uploaded,
    downloaded,
    charged,
    seededMs: BigInt(seededMs),
    completedAt: completedAt ?? null,
    lastSeenAt,
    hadManyPeers: Number(hadManyPeers),
  };
}

function sumsOf({ uploaded, downloaded, charged, seeded_ms }: Omit<CarriedRow, 'id'>): TransferSums {
  return { uploaded, downloaded, charged, seededMs: Number(seeded_ms) };
}

function torrentOf(row: TorrentRow, known: ReadonlyMap<string, PeerCounters[]>): TorrentTransferRecord {
  const infoHash = infoHashFromBytes(row.info_hash);
  const person = Number(row.person_id);
  return {
    ...sumsOf(row),
    person,
    infoHash,
    completedAt: row.completed_at_ms === null ? undefined : Number(row.completed_at_ms),
    lastSeenAt: Number(row.last_seen_at_ms),
    hadManyPeers: row.had_many_peers !== 0n,
    peers: known.get(`${person} ${infoHash}`) ?? [],
  };
}

function peersByTorrent(rows: readonly PeerRow[]): ReadonlyMap<string, PeerCounters[]> {
  const peers = new Map<string, PeerCounters[]>();
  for (const { person_id, info_hash, peer_id, uploaded, downloaded, left_bytes } of rows) {
    const key = `${person_id} ${infoHashFromBytes(info_hash)}`;
    const list = peers.get(key) ?? [];
    list.push({ peerId: peer_id, uploadedBytes: uploaded, downloadedBytes: downloaded, leftBytes: left_bytes });
    peers.set(key, list);
  }
  return peers;
}
