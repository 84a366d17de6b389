import type { Database } from 'better-sqlite3';
import { type Role, ROLES } from '../../../shared/people.ts';

export interface InvitationRecord {
  readonly id: number;
  readonly code: string;
  readonly role: Role;
  readonly uses: number;
  readonly usesLeft: number;
  /** Milliseconds since the epoch, as is `createdAt`. */
  readonly expiresAt: number;
  readonly needsApproval: boolean;
  readonly createdAt: number;
  readonly createdBy: { readonly kind: string; readonly name?: string };
  /** Ids of the groups that whoever registers with it is put in. */
  readonly groups: readonly number[];
}

export interface InvitationsRepository {
  load(): readonly InvitationRecord[];
  insert(invitation: Omit<InvitationRecord, 'id'>): number;
  setUsesLeft(id: number, usesLeft: number): void;
  remove(id: number): void;
}

interface InvitationRow {
  readonly id: number;
  readonly code: string;
  readonly role: string;
  readonly uses: number;
  readonly uses_left: number;
  readonly expires_at_ms: number;
  readonly needs_approval: number;
  readonly created_at_ms: number;
  readonly created_by: string;
}

export function createInvitationsRepository(database: Database): InvitationsRepository {
  const all = database.prepare<[], InvitationRow>('SELECT * FROM invitations ORDER BY id');
  const groupsOf = database
    .prepare<[number], number>('SELECT group_id FROM invitation_groups WHERE invitation_id = ? ORDER BY group_id')
    .pluck();
  const put = database.prepare(
    `INSERT INTO invitations (code, role, uses, uses_left, expires_at_ms, needs_approval, created_at_ms, created_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const putGroup = database.prepare('INSERT OR IGNORE INTO invitation_groups (invitation_id, group_id) VALUES (?, ?)');
  const setUsesLeft = database.prepare('UPDATE invitations SET uses_left = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM invitations WHERE id = ?');
  const insert = database.transaction((invitation: Omit<InvitationRecord, 'id'>): number => {
    const { code, role, uses, usesLeft, expiresAt, needsApproval, createdAt, createdBy, groups } = invitation;
    const creator = JSON.stringify(createdBy);
    const made = put.run(code, role, uses, usesLeft, expiresAt, Number(needsApproval), createdAt, creator);
    const id = Number(made.lastInsertRowid);
    for (const group of groups) putGroup.run(id, group);
    return id;
  });
  return {
    load: () => all.all().map((row) => recordOf(row, groupsOf.all(row.id))),
    insert: (invitation) => insert(invitation),
    setUsesLeft(id, usesLeft) {
      setUsesLeft.run(usesLeft, id);
    },
    remove(id) {
      remove.run(id);
    },
  };
}

function recordOf(row: InvitationRow, groups: readonly number[]): InvitationRecord {
  const { id, code, uses } = row;
  return {
    id,
    code,
    // What some other version wrote reads as the least.
    role: ROLES.find((role) => role === row.role) ?? 'member',
    uses,
    usesLeft: row.uses_left,
    expiresAt: row.expires_at_ms,
    needsApproval: row.needs_approval !== 0,
    createdAt: row.created_at_ms,
    createdBy: JSON.parse(row.created_by) as InvitationRecord['createdBy'],
    groups,
  };
}
