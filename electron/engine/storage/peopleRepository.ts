import type { Database } from 'better-sqlite3';

/** A person as stored; what their clients transferred is in `TransfersRepository`. */
export interface PersonRecord {
  readonly id: number;
  readonly name: string;
  /** By which names are told apart; unique. */
  readonly foldedName: string;
  readonly role: string;
  readonly passkey: string;
  /** JSON: what scrypt made of the password, with its parameters. */
  readonly password: string;
  readonly isWaiting: boolean;
  readonly isDisabled: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly suspicions: readonly string[];
}

export type NewPerson = Omit<PersonRecord, 'id'>;

export interface PeopleRepository {
  load(): readonly PersonRecord[];
  /** The id, which no other person had or will have. */
  insert(person: NewPerson): number;
  /** All that is stored of the person. */
  update(person: PersonRecord): void;
  /** With their torrents and peers. */
  remove(id: number): void;
  /** Passkeys that were somebody's once: refused as such and not taken for guesses. */
  retiredPasskeys(): readonly string[];
  /** Keeps the newest `most` of them. */
  retirePasskey(passkey: string, most: number): void;
}

interface PersonRow {
  readonly id: number;
  readonly name: string;
  readonly folded_name: string;
  readonly role: string;
  readonly passkey: string;
  readonly password: string;
  readonly is_waiting: number;
  readonly is_disabled: number;
  readonly created_at_ms: number;
  readonly expires_at_ms: number | null;
  readonly suspicions: string;
}

export function createPeopleRepository(database: Database): PeopleRepository {
  const all = database.prepare<[], PersonRow>('SELECT * FROM people ORDER BY id');
  const insert = database.prepare(
    `INSERT INTO people (name, folded_name, role, passkey, password, is_waiting, is_disabled, created_at_ms,
       expires_at_ms, suspicions)
     VALUES (:name, :foldedName, :role, :passkey, :password, :isWaiting, :isDisabled, :createdAt, :expiresAt, :suspicions)`,
  );
  const update = database.prepare(
    `UPDATE people SET name = :name, folded_name = :foldedName, role = :role, passkey = :passkey, password = :password,
       is_waiting = :isWaiting, is_disabled = :isDisabled, created_at_ms = :createdAt, expires_at_ms = :expiresAt,
       suspicions = :suspicions
     WHERE id = :id`,
  );
  const remove = database.prepare('DELETE FROM people WHERE id = ?');
  const retired = database.prepare<[], string>('SELECT passkey FROM retired_passkeys ORDER BY id').pluck();
  const retire = database.prepare('INSERT OR IGNORE INTO retired_passkeys (passkey) VALUES (?)');
  const forget = database.prepare(
    'DELETE FROM retired_passkeys WHERE id NOT IN (SELECT id FROM retired_passkeys ORDER BY id DESC LIMIT ?)',
  );
  return {
    load: () => all.all().map(recordOf),
    insert: (person) => Number(insert.run(valuesOf(person)).lastInsertRowid),
    update(person) {
      update.run({ id: person.id, ...valuesOf(person) });
    },
    remove(id) {
      remove.run(id);
    },
    retiredPasskeys: () => retired.all(),
    retirePasskey(passkey, most) {
      retire.run(passkey);
      forget.run(most);
    },
  };
}

function recordOf(row: PersonRow): PersonRecord {
  const { id, name, role, passkey, password } = row;
  return {
    id,
    name,
    foldedName: row.folded_name,
    role,
    passkey,
    password,
    isWaiting: row.is_waiting !== 0,
    isDisabled: row.is_disabled !== 0,
    createdAt: row.created_at_ms,
    expiresAt: row.expires_at_ms ?? undefined,
    suspicions: row.suspicions === '' ? [] : row.suspicions.split(' '),
  };
}

function valuesOf(person: NewPerson): Record<string, string | number | null> {
  const { name, foldedName, role, passkey, password, createdAt } = person;
  return {
    name,
    foldedName,
    role,
    passkey,
    password,
    isWaiting: Number(person.isWaiting),
    isDisabled: Number(person.isDisabled),
    createdAt,
    expiresAt: person.expiresAt ?? null,
    suspicions: person.suspicions.join(' '),
  };
}
