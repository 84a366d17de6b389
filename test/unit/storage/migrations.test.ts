import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import {
  LATEST_VERSION,
  migrate,
  migrations,
  userVersion,
  versionOf,
} from '../../../electron/engine/storage/migrations.ts';
import { createCleanup } from '../../support/cleanup.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('the list of migrations', () => {
  it('counts up from 1', () => {
    const versions = migrations.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    expect(versions[0]).toBe(1);
    expect(LATEST_VERSION).toBe(versions.at(-1));
  });
});

describe('migration 1', () => {
  it('makes the tables of the first version, all of them strict', () => {
    const database = emptyDatabase();
    migrate(database, migrations.slice(0, 1));
    expect(userVersion(database)).toBe(1);
    const tables = database
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict ORDER BY name")
      .pluck()
      .all();
    expect(tables).toEqual(['dht_nodes', 'dht_self', 'settings', 'share_files', 'share_infos', 'shares', 'swarms']);
  });
});

describe('migration 2', () => {
  it('adds the history, and leaves what was there', () => {
    const database = emptyDatabase();
    migrate(database, migrations.slice(0, 1));
    database.exec("INSERT INTO settings VALUES ('kept', '1')");
    migrate(database, migrations.slice(0, 2));
    expect(userVersion(database)).toBe(2);
    expect(tableColumns(database, 'history_minutes')).toEqual([
      'scope',
      'at',
      'covered_ms',
      'upload_bytes',
      'download_bytes',
      'peer_ms',
      'swarm_peer_ms',
      'announces',
      'scrapes',
    ]);
    expect(tableColumns(database, 'history_hours')).toEqual(tableColumns(database, 'history_minutes'));
    expect(database.prepare('SELECT key FROM settings').pluck().all()).toEqual(['kept']);
  });

  it('finds a scope and what is old without looking through all', () => {
    const database = emptyDatabase();
    migrate(database, migrations.slice(0, 2));
    const plan = (sql: string): string =>
      database
        .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => detail)
        .join('; ');
    expect(plan("SELECT * FROM history_minutes WHERE scope = x'' AND at >= 1 AND at < 9")).toContain('SEARCH');
    expect(plan('SELECT * FROM history_hours WHERE at < 9 ORDER BY at LIMIT 5')).toContain('history_hours_at');
  });
});

describe('migration 3', () => {
  it('adds the activity', () => {
    const database = emptyDatabase();
    migrate(database, migrations.slice(0, 3));
    expect(userVersion(database)).toBe(3);
    expect(tableColumns(database, 'activity')).toEqual(['id', 'at_ms', 'kind', 'level', 'info_hash', 'details']);
  });
});

describe('migration 4', () => {
  it('adds the list of torrents', () => {
    const database = emptyDatabase();
    migrate(database, migrations.slice(0, 4));
    expect(userVersion(database)).toBe(4);
    expect(tableColumns(database, 'listed_torrents')).toEqual([
      'info_hash',
      'name',
      'verdict',
      'added_at_ms',
      'added_by',
      'added_by_name',
    ]);
  });
});

describe('migration 6', () => {
  it('adds tokens and webhooks, whose ids are never given twice', () => {
    const database = emptyDatabase();
    migrate(
      database,
      migrations.filter(({ version }) => version <= 6),
    );
    expect(userVersion(database)).toBe(6);
    expect(tableColumns(database, 'webhooks')).toEqual(['id', 'url', 'secret', 'events', 'created_at_ms']);
    const put = database.prepare(
      "INSERT INTO api_tokens (digest, name, scopes, created_at_ms, created_by) VALUES (?, 'x', '[]', 1, '{}')",
    );
    put.run(Buffer.alloc(32));
    database.exec('DELETE FROM api_tokens');
    expect(put.run(Buffer.alloc(32)).lastInsertRowid).toBe(2);
    expect(() => put.run(Buffer.alloc(31))).toThrow('CHECK');
  });
});

describe('migration 5', () => {
  it('adds the people of a private tracker, all tables strict, and leaves what was there', () => {
    const database = emptyDatabase();
    migrate(
      database,
      migrations.filter(({ version }) => version < 5),
    );
    database.exec("INSERT INTO settings VALUES ('kept', '1')");
    migrate(
      database,
      migrations.filter(({ version }) => version <= 5),
    );
    expect(userVersion(database)).toBe(5);
    expect(database.prepare('SELECT key FROM settings').pluck().all()).toEqual(['kept']);
    const tables = database
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict AND ncol > 0")
      .pluck()
      .all();
    expect(tables).toEqual(
      expect.arrayContaining([
        ...['people', 'retired_passkeys', 'person_torrents', 'person_peers', 'torrent_transfers'],
        ...['groups', 'group_people', 'group_torrents', 'invitations', 'invitation_groups'],
      ]),
    );
  });

  it('forgets with a person all that is theirs', () => {
    const database = emptyDatabase();
    database.pragma('foreign_keys = ON');
    migrate(database);
    database.exec(`
      INSERT INTO people (id, name, folded_name, role, passkey, password, is_waiting, is_disabled, created_at_ms, suspicions)
        VALUES (1, 'Ada', 'ada', 'member', 'k', '{}', 0, 0, 0, '');
      INSERT INTO groups VALUES (1, 'All', 'all');
      INSERT INTO group_people VALUES (1, 1);
      INSERT INTO person_torrents VALUES (1, zeroblob(20), 1, 2, 3, 4, NULL, 5, 0);
      INSERT INTO person_peers VALUES (1, zeroblob(20), zeroblob(20), 1.0, 2.0, 3.0);
      DELETE FROM people;
    `);
    for (const table of ['group_people', 'person_torrents', 'person_peers']) {
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
  });
});

describe('migration 7', () => {
  it('puts the peers of swarms into a table of their own, as the first part', () => {
    const database = emptyDatabase();
    migrate(
      database,
      migrations.filter(({ version }) => version < 7),
    );
    const hash = Buffer.alloc(20, 7);
    database.prepare('INSERT INTO swarms VALUES (?, 1, 2, 3, ?)').run(hash, Buffer.of(1, 9));
    migrate(
      database,
      migrations.filter(({ version }) => version <= 7),
    );
    expect(userVersion(database)).toBe(7);
    expect(tableColumns(database, 'swarms')).toEqual(['info_hash', 'completed', 'announces', 'scrapes']);
    expect(tableColumns(database, 'swarm_peers')).toEqual(['info_hash', 'part', 'peers']);
    expect(database.prepare('SELECT * FROM swarm_peers').raw().get()).toEqual([hash, 0, Buffer.of(1, 9)]);
  });
});

describe('migration 8', () => {
  it('makes room for the files of what is listed, and forgets each with its entry', () => {
    const database = emptyDatabase();
    database.pragma('foreign_keys = ON');
    migrate(
      database,
      migrations.filter(({ version }) => version < 8),
    );
    database.exec("INSERT INTO listed_torrents VALUES (zeroblob(20), 'Corn', 'allow', 1, 'api', NULL)");
    migrate(
      database,
      migrations.filter(({ version }) => version <= 8),
    );
    expect(userVersion(database)).toBe(8);
    expect(database.prepare('SELECT name, published_by FROM listed_torrents').raw().all()).toEqual([['Corn', null]]);
    const put = database.prepare("INSERT INTO listed_files VALUES (?, 5, x'6465')");
    put.run(Buffer.alloc(20));
    expect(() => put.run(Buffer.alloc(20, 1))).toThrow('FOREIGN KEY');
    database.exec('DELETE FROM listed_torrents');
    expect(database.prepare('SELECT count(*) FROM listed_files').pluck().get()).toBe(0);
  });
});

describe('migrating', () => {
  const steps = [
    { version: 1, sql: 'CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1)' },
    { version: 2, sql: 'UPDATE a SET x = x + 1' },
  ];

  it('does each step once, from whatever version there is', () => {
    const database = emptyDatabase();
    migrate(database, steps.slice(0, 1));
    migrate(database, steps);
    migrate(database, steps);
    expect(database.prepare('SELECT x FROM a').pluck().all()).toEqual([2]);
    expect(userVersion(database)).toBe(versionOf(steps));
  });

  it('leaves the version before when a step fails half-way, and goes on from there', () => {
    const database = emptyDatabase();
    const broken = [...steps, { version: 3, sql: 'UPDATE a SET x = 100; INSERT INTO nowhere VALUES (1)' }];
    expect(() => migrate(database, broken)).toThrow('nowhere');
    expect(userVersion(database)).toBe(2);
    expect(database.prepare('SELECT x FROM a').pluck().all()).toEqual([2]);
    migrate(database, [...steps, { version: 3, sql: 'UPDATE a SET x = 3' }]);
    expect(database.prepare('SELECT x FROM a').pluck().all()).toEqual([3]);
  });
});

function tableColumns(database: Database.Database, table: string): unknown[] {
  return database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table);
}

function emptyDatabase(): Database.Database {
  const database = new Database(':memory:');
  cleanup.add(() => void database.close());
  return database;
}
