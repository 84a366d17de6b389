import type { Database } from 'better-sqlite3';

/** One step of the schema. Steps are never changed once released; a new one is added at the end, with a test of its own. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/**
 * Version 1. The `info` bytes (tens of kilobytes) have a table of their own: SQLite rewrites a row as a whole, and the
 * row of a share changes every few seconds as its counters do.
 */
const firstSchema = `
  CREATE TABLE shares (
    id INTEGER PRIMARY KEY,
    info_hash BLOB NOT NULL UNIQUE CHECK (length(info_hash) = 20),
    comment TEXT,
    created_at_ms INTEGER NOT NULL,
    paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
    error_code TEXT,
    error_message TEXT,
    error_file TEXT,
    uploaded_bytes INTEGER NOT NULL CHECK (uploaded_bytes >= 0)
  ) STRICT;

  CREATE TABLE share_infos (
    share_id INTEGER PRIMARY KEY REFERENCES shares (id) ON DELETE CASCADE,
    info BLOB NOT NULL
  ) STRICT;

  CREATE TABLE share_files (
    share_id INTEGER NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    source_path TEXT NOT NULL,
    length INTEGER NOT NULL CHECK (length >= 0),
    mtime_ms REAL NOT NULL,
    PRIMARY KEY (share_id, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE swarms (
    info_hash BLOB PRIMARY KEY CHECK (length(info_hash) = 20),
    completed INTEGER NOT NULL,
    announces INTEGER NOT NULL,
    scrapes INTEGER NOT NULL,
    peers BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE dht_self (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    node_id BLOB NOT NULL CHECK (length(node_id) = 20)
  ) STRICT;

  CREATE TABLE dht_nodes (
    node_id BLOB PRIMARY KEY CHECK (length(node_id) = 20),
    host TEXT NOT NULL,
    port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Version 2. A bucket of the history holds sums and the time they cover, so that it can be added to at any time. The scope
 * is a share's info-hash, or empty for the engine as a whole.
 */
const historySchema = ['minutes', 'hours']
  .map(
    (step) => `
  CREATE TABLE history_${step} (
    scope BLOB NOT NULL CHECK (length(scope) IN (0, 20)),
    at INTEGER NOT NULL,
    covered_ms REAL NOT NULL,
    upload_bytes INTEGER NOT NULL,
    download_bytes INTEGER NOT NULL,
    peer_ms REAL NOT NULL,
    swarm_peer_ms REAL NOT NULL,
    announces INTEGER NOT NULL,
    scrapes INTEGER NOT NULL,
    PRIMARY KEY (scope, at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX history_${step}_at ON history_${step} (at);
`,
  )
  .join('');

/** Version 3. */
const activitySchema = `
  CREATE TABLE activity (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    level TEXT NOT NULL,
    info_hash TEXT,
    details TEXT NOT NULL
  ) STRICT;
`;

/** Version 4. What persons said about single torrents; what watched folders hold is read from them anew. */
const listSchema = `
  CREATE TABLE listed_torrents (
    info_hash BLOB PRIMARY KEY CHECK (length(info_hash) = 20),
    name TEXT,
    verdict TEXT NOT NULL,
    added_at_ms INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    added_by_name TEXT
  ) STRICT, WITHOUT ROWID;
`;

/** Version 6. Tokens are kept by their digests alone; a webhook's secret has to be known to sign with it. */
const apiSchema = `
  CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires_at_ms INTEGER,
    last_used_at_ms INTEGER
  ) STRICT;

  CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    events TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Version 5: the people of a private tracker. What a person transferred in all is the sum over their torrents and what is
 * carried from torrents that are gone, so that one row of a torrent and the rows of its peers can be written by themselves
 * and a crash between two writes counts nothing twice. What peers reported last is a float: it is untrusted, and may be more
 * than an integer holds.
 */
const peopleSchema = `
  CREATE TABLE people (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    passkey TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    is_waiting INTEGER NOT NULL CHECK (is_waiting IN (0, 1)),
    is_disabled INTEGER NOT NULL CHECK (is_disabled IN (0, 1)),
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER,
    suspicions TEXT NOT NULL,
    carried_uploaded INTEGER NOT NULL DEFAULT 0,
    carried_downloaded INTEGER NOT NULL DEFAULT 0,
    carried_charged INTEGER NOT NULL DEFAULT 0,
    carried_seeded_ms INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE retired_passkeys (
    id INTEGER PRIMARY KEY,
    passkey TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE person_torrents (
    person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    info_hash BLOB NOT NULL CHECK (length(info_hash) = 20),
    uploaded INTEGER NOT NULL,
    downloaded INTEGER NOT NULL,
    charged INTEGER NOT NULL,
    seeded_ms INTEGER NOT NULL,
    completed_at_ms INTEGER,
    last_seen_at_ms INTEGER NOT NULL,
    had_many_peers INTEGER NOT NULL CHECK (had_many_peers IN (0, 1)),
    PRIMARY KEY (person_id, info_hash)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE person_peers (
    person_id INTEGER NOT NULL,
    info_hash BLOB NOT NULL,
    peer_id BLOB NOT NULL CHECK (length(peer_id) = 20),
    uploaded REAL NOT NULL,
    downloaded REAL NOT NULL,
    left_bytes REAL NOT NULL,
    PRIMARY KEY (person_id, info_hash, peer_id),
    FOREIGN KEY (person_id, info_hash) REFERENCES person_torrents (person_id, info_hash) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE torrent_transfers (
    info_hash BLOB PRIMARY KEY CHECK (length(info_hash) = 20),
    is_free INTEGER NOT NULL CHECK (is_free IN (0, 1)),
    carried_downloaded INTEGER NOT NULL,
    unreported INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE group_people (
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, person_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE group_torrents (
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    info_hash BLOB NOT NULL CHECK (length(info_hash) = 20),
    PRIMARY KEY (group_id, info_hash)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    uses INTEGER NOT NULL,
    uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
    expires_at_ms INTEGER NOT NULL,
    needs_approval INTEGER NOT NULL CHECK (needs_approval IN (0, 1)),
    created_at_ms INTEGER NOT NULL,
    created_by TEXT NOT NULL
  ) STRICT;

  CREATE TABLE invitation_groups (
    invitation_id INTEGER NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (invitation_id, group_id)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Version 7. The peers of a large swarm are written in parts, each in a moment, and its counters without them: they change
 * far more often than all peers can be written.
 */
const swarmPartsSchema = `
  CREATE TABLE swarm_peers (
    info_hash BLOB NOT NULL CHECK (length(info_hash) = 20),
    part INTEGER NOT NULL CHECK (part >= 0),
    peers BLOB NOT NULL,
    PRIMARY KEY (info_hash, part)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO swarm_peers SELECT info_hash, 0, peers FROM swarms;
  ALTER TABLE swarms DROP COLUMN peers;
`;

/**
 * Version 8. The .torrent files that came with what was listed; as large as they are, they have a table of their own. Who
 * published a torrent on the site is known by id, whatever they are called later; ids are never given twice.
 */
const listedFilesSchema = `
  CREATE TABLE listed_files (
    info_hash BLOB PRIMARY KEY REFERENCES listed_torrents (info_hash) ON DELETE CASCADE,
    content_bytes INTEGER NOT NULL CHECK (content_bytes >= 0),
    metainfo BLOB NOT NULL
  ) STRICT;
  ALTER TABLE listed_torrents ADD COLUMN published_by INTEGER;
`;

export const migrations: readonly Migration[] = [
  { version: 1, sql: firstSchema },
  { version: 2, sql: historySchema },
  { version: 3, sql: activitySchema },
  { version: 4, sql: listSchema },
  { version: 5, sql: peopleSchema },
  { version: 6, sql: apiSchema },
  { version: 7, sql: swarmPartsSchema },
  { version: 8, sql: listedFilesSchema },
];

export const LATEST_VERSION = versionOf(migrations);

/** The version that a database has once all of `steps` were applied. */
export function versionOf(steps: readonly Migration[]): number {
  return steps.at(-1)?.version ?? 0;
}

/** Brings a database up to date, each step whole or not at all. Throws what SQLite throws; the steps before stay applied. */
export function migrate(database: Database, steps: readonly Migration[] = migrations): void {
  for (const step of steps) {
    const apply = database.transaction(() => {
      if (userVersion(database) >= step.version) return;
      database.exec(step.sql);
      database.pragma(`user_version = ${step.version}`);
    });
    apply.immediate();
  }
}

/** The number of the last step that was applied; 0 for a database that is still empty. */
export function userVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}
