import type { Database } from 'better-sqlite3';
import { type InfoHash, infoHashFromBytes, infoHashToBytes } from '../../../shared/infoHash.ts';

/** A group of people and the torrents that are theirs. */
export interface GroupRecord {
  readonly id: number;
  readonly name: string;
  /** By which names are told apart; unique. */
  readonly foldedName: string;
  /** Ids. */
  readonly people: readonly number[];
  readonly infoHashes: readonly InfoHash[];
}

export interface GroupsRepository {
  load(): readonly GroupRecord[];
  insert(group: Pick<GroupRecord, 'name' | 'foldedName'>): number;
  /** All that is stored of the group. */
  update(group: GroupRecord): void;
  remove(id: number): void;
}

interface GroupRow {
  readonly id: number;
  readonly name: string;
  readonly folded_name: string;
}

export function createGroupsRepository(database: Database): GroupsRepository {
  const all = database.prepare<[], GroupRow>('SELECT * FROM groups ORDER BY id');
  const people = database
    .prepare<[number], number>('SELECT person_id FROM group_people WHERE group_id = ? ORDER BY person_id')
    .pluck();
  const torrents = database
    .prepare<[number], Uint8Array>('SELECT info_hash FROM group_torrents WHERE group_id = ?')
    .pluck();
  const insert = database.prepare('INSERT INTO groups (name, folded_name) VALUES (?, ?)');
  const rename = database.prepare('UPDATE groups SET name = ?, folded_name = ? WHERE id = ?');
  const clearPeople = database.prepare('DELETE FROM group_people WHERE group_id = ?');
  const clearTorrents = database.prepare('DELETE FROM group_torrents WHERE group_id = ?');
  const putPerson = database.prepare('INSERT OR IGNORE INTO group_people (group_id, person_id) VALUES (?, ?)');
  const putTorrent = database.prepare('INSERT OR IGNORE INTO group_torrents (group_id, info_hash) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM groups WHERE id = ?');
  const update = database.transaction((group: GroupRecord) => {
    rename.run(group.name, group.foldedName, group.id);
    clearPeople.run(group.id);
    clearTorrents.run(group.id);
    for (const person of group.people) putPerson.run(group.id, person);
    for (const infoHash of group.infoHashes) putTorrent.run(group.id, infoHashToBytes(infoHash));
  });
  return {
    load: () =>
      all.all().map(({ id, name, folded_name }) => ({
        id,
        name,
        foldedName: folded_name,
        people: people.all(id),
        infoHashes: torrents.all(id).map((bytes) => infoHashFromBytes(bytes)),
      })),
    insert: ({ name, foldedName }) => Number(insert.run(name, foldedName).lastInsertRowid),
    update: (group) => update(group),
    remove(id) {
      remove.run(id);
    },
  };
}
