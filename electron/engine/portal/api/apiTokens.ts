import { createHash } from 'node:crypto';
import type { Actor } from '../../../../shared/actor.ts';
import { SCOPES, type Scope, type TokenRow } from '../../../../shared/api.ts';
import { GranaryError } from '../../errors.ts';
import type { Clock, RandomBytes } from '../../ports.ts';
import type { ApiRepository, TokenRecord } from '../../storage/apiRepository.ts';

/** The secrets by which programs use the API. Only digests are kept: who reads the database has nothing that lets them in. */
export interface ApiTokens {
  /** Throws `bad-input` for a time that is over, or when there are too many. */
  create(wanted: WantedToken, by: Actor): { readonly key: string; readonly token: string };
  /** Throws `token-unknown`. */
  revoke(key: string): void;
  /** Newest first. */
  rows(): readonly TokenRow[];
  /** Whose token this is, and notes that it was used; undefined for one that is not known, `expired` for one that was. */
  use(token: string): TokenUse | undefined | 'expired';
}

export interface WantedToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: number | undefined;
}

export interface TokenUse {
  readonly key: string;
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
}

const MAX_TOKENS = 1000;
const TOKEN_BYTES = 32;
/** So that a token is known for what it is when it turns up in a log or a repository. */
const PREFIX = 'granary_';
/** When it was last used is written down no more often. */
const NOTED_MS = 60_000;

interface Known {
  record: TokenRecord;
  readonly use: TokenUse;
}

export interface ApiTokensDeps {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly repository: ApiRepository;
}

export function createApiTokens({ clock, randomBytes, repository }: ApiTokensDeps): ApiTokens {
  const byDigest = new Map<string, Known>();
  for (const record of repository.tokens()) remember(record);

  function remember(record: TokenRecord): void {
    const scopes = new Set(SCOPES.filter((scope) => record.scopes.includes(scope)));
    const use = { key: String(record.id), name: record.name, scopes };
    byDigest.set(Buffer.from(record.digest).toString('base64url'), { record, use });
  }

  function isExpired({ expiresAt }: TokenRecord): boolean {
    return expiresAt !== undefined && expiresAt <= clock.now();
  }

  function rowOf({ record, use }: Known): TokenRow {
    const { name, createdAt, createdBy, expiresAt, lastUsedAt } = record;
    return {
      key: use.key,
      name,
      scopes: [...use.scopes],
      createdAt,
      createdBy: { ...createdBy },
      ...(expiresAt !== undefined && { expiresAt }),
      isExpired: isExpired(record),
      ...(lastUsedAt !== undefined && { lastUsedAt }),
    };
  }

  return {
    create({ name, scopes, expiresAt }, { kind, name: byName }) {
      if (expiresAt !== undefined && expiresAt <= clock.now()) {
        throw new GranaryError('bad-input', 'expiresAt: this time is over already');
      }
      if (byDigest.size >= MAX_TOKENS) {
        throw new GranaryError('bad-input', `there are ${MAX_TOKENS} tokens already`, {
          hint: 'revoke those that nobody uses',
        });
      }
      const token = PREFIX + Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url');
      const made = {
        digest: digestOf(token),
        name,
        scopes: [...new Set(scopes)],
        createdAt: clock.now(),
        createdBy: { kind, ...(byName !== undefined && { name: byName }) },
        expiresAt,
      };
      const id = repository.addToken(made);
      remember({ ...made, id, lastUsedAt: undefined });
      return { key: String(id), token };
    },
    revoke(key) {
      const found = [...byDigest].find(([, { use }]) => use.key === key);
      if (found === undefined) {
        throw new GranaryError('token-unknown', `there is no token ${key}`, { hint: 'see: granary token list' });
      }
      const [digest, { record }] = found;
      repository.removeToken(record.id);
      byDigest.delete(digest);
    },
    rows: () => [...byDigest.values()].map(rowOf).toReversed(),
    use(token) {
      const known = byDigest.get(digestOf(token).toString('base64url'));
      if (known === undefined) return undefined;
      if (isExpired(known.record)) return 'expired';
      const now = clock.now();
      if (Math.abs(now - (known.record.lastUsedAt ?? 0)) >= NOTED_MS) {
        known.record = { ...known.record, lastUsedAt: now };
        repository.tokenUsed(known.record.id, now);
      }
      return known.use;
    },
  };
}

/** A look-up by the digest takes a time that tells nothing of the token. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
