import type { Database } from 'better-sqlite3';

/** A token of the API: its digest, and what it is for. */
export interface TokenRecord {
  readonly id: number;
  /** SHA-256. */
  readonly digest: Uint8Array;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly createdBy: { readonly kind: string; readonly name?: string };
  readonly expiresAt: number | undefined;
  readonly lastUsedAt: number | undefined;
}

export interface WebhookRecord {
  readonly id: number;
  readonly url: string;
  readonly secret: string;
  readonly events: readonly string[];
  readonly createdAt: number;
}

/** What lets programs in, and what is told to them. What scopes and events may be is checked by whoever reads them. */
export interface ApiRepository {
  tokens(): readonly TokenRecord[];
  /** Returns its id. Ids of tokens that are gone are not given again. */
  addToken(token: Omit<TokenRecord, 'id' | 'lastUsedAt'>): number;
  tokenUsed(id: number, at: number): void;
  removeToken(id: number): void;
  webhooks(): readonly WebhookRecord[];
  addWebhook(webhook: Omit<WebhookRecord, 'id'>): number;
  removeWebhook(id: number): void;
}

interface TokenRow {
  readonly id: number;
  readonly digest: Uint8Array;
  readonly name: string;
  readonly scopes: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

interface WebhookRow extends Omit<WebhookRecord, 'events'> {
  readonly events: string;
}

export function createApiRepository(database: Database): ApiRepository {
  const tokens = database.prepare<[], TokenRow>(
    `SELECT id, digest, name, scopes, created_at_ms AS createdAt, created_by AS createdBy, expires_at_ms AS expiresAt,
      last_used_at_ms AS lastUsedAt FROM api_tokens ORDER BY id`,
  );
  const putToken = database.prepare(
    'INSERT INTO api_tokens (digest, name, scopes, created_at_ms, created_by, expires_at_ms) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const used = database.prepare('UPDATE api_tokens SET last_used_at_ms = ? WHERE id = ?');
  const dropToken = database.prepare('DELETE FROM api_tokens WHERE id = ?');
  const webhooks = database.prepare<[], WebhookRow>(
    'SELECT id, url, secret, events, created_at_ms AS createdAt FROM webhooks ORDER BY id',
  );
  const putWebhook = database.prepare('INSERT INTO webhooks (url, secret, events, created_at_ms) VALUES (?, ?, ?, ?)');
  const dropWebhook = database.prepare('DELETE FROM webhooks WHERE id = ?');
  return {
    tokens: () => tokens.all().map(tokenOf),
    addToken({ digest, name, scopes, createdAt, createdBy, expiresAt }) {
      const [listed, by] = [JSON.stringify(scopes), JSON.stringify(createdBy)];
      return Number(putToken.run(digest, name, listed, createdAt, by, expiresAt ?? null).lastInsertRowid);
    },
    tokenUsed: (id, at) => void used.run(at, id),
    removeToken: (id) => void dropToken.run(id),
    webhooks: () => webhooks.all().map((row) => ({ ...row, events: JSON.parse(row.events) as readonly string[] })),
    addWebhook({ url, secret, events, createdAt }) {
      return Number(putWebhook.run(url, secret, JSON.stringify(events), createdAt).lastInsertRowid);
    },
    removeWebhook: (id) => void dropWebhook.run(id),
  };
}

function tokenOf({ scopes, createdBy, expiresAt, lastUsedAt, ...row }: TokenRow): TokenRecord {
  return {
    ...row,
    scopes: JSON.parse(scopes) as readonly string[],
    createdBy: JSON.parse(createdBy) as TokenRecord['createdBy'],
    expiresAt: expiresAt ?? undefined,
    lastUsedAt: lastUsedAt ?? undefined,
  };
}
