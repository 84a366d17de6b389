import type { Database } from 'better-sqlite3';
import { type InfoHash, infoHashFromBytes, infoHashToBytes } from '../../../shared/infoHash.ts';

/** What is kept of a swarm over a restart. How `peers` is packed is the tracker's business. */
export interface SwarmRecord {
  readonly infoHash: InfoHash;
  readonly completed: number;
  readonly announces: number;
  readonly scrapes: number;
  readonly peers: Uint8Array;
}

export interface SwarmsRepository {
  load(): readonly SwarmRecord[];
  /** Adds the swarms or replaces what was kept of them; others stay. */
  save(swarms: Iterable<SwarmRecord>): void;
  remove(infoHash: InfoHash): void;
}

interface SwarmRow extends Omit<SwarmRecord, 'infoHash'> {
  readonly info_hash: Uint8Array;
}

export function createSwarmsRepository(database: Database): SwarmsRepository {
  const all = database.prepare<[], SwarmRow>('SELECT * FROM swarms');
  const put = database.prepare(
    'INSERT OR REPLACE INTO swarms (info_hash, completed, announces, scrapes, peers) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM swarms WHERE info_hash = ?');
  const save = database.transaction((swarms: Iterable<SwarmRecord>) => {
    for (const { infoHash, completed, announces, scrapes, peers } of swarms) {
      put.run(infoHashToBytes(infoHash), completed, announces, scrapes, peers);
    }
  });
  return {
    load: () => all.all().map(({ info_hash, ...counts }) => ({ infoHash: infoHashFromBytes(info_hash), ...counts })),
    save: (swarms) => save(swarms),
    remove(infoHash) {
      remove.run(infoHashToBytes(infoHash));
    },
  };
}
