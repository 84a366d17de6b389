import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { GranaryError } from '../errors.ts';

/** Passwords are kept as what scrypt makes of them, each with its salt and the parameters it was made with. */
export const passwordHashSchema = z.object({
  salt: z.string().min(1),
  hash: z.string().min(1),
  N: z.number().int().positive(),
  r: z.number().int().positive(),
  p: z.number().int().positive(),
});
export type PasswordHash = z.infer<typeof passwordHashSchema>;

export interface PasswordHasher {
  /** Rejects with `bad-input` for a password that is too short or too long. */
  hash(password: string): Promise<PasswordHash>;
  /** False when it is another one, or there is none. Takes about as long either way, and one at a time. */
  matches(password: string, expected: PasswordHash | undefined): Promise<boolean>;
}

export const MIN_PASSWORD_CHARACTERS = 8;
export const MAX_PASSWORD_CHARACTERS = 256;

const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** One of the settings that OWASP names as equal in strength, the one with the least memory: 32 MiB, about 0.2 s. */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;

/** Tried against where there is no password, so that the time taken does not tell. */
const NONE: PasswordHash = { salt: 'none', hash: Buffer.alloc(KEY_BYTES).toString('base64url'), ...COST };

export function createPasswordHasher(): PasswordHasher {
  let last: Promise<unknown> = Promise.resolve();

  /** Each run takes a core and 32 MiB: whoever tries many passwords at once waits for themselves. */
  function oneAtATime<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  }

  return {
    async hash(password) {
      checkPassword(password);
      const salt = randomBytes(SALT_BYTES);
      const hash = await oneAtATime(() => derive(password, salt, COST));
      return { salt: salt.toString('base64url'), hash: hash.toString('base64url'), ...COST };
    },
    async matches(password, expected = NONE) {
      if (password.length > MAX_PASSWORD_CHARACTERS) return false;
      const { salt, hash, ...cost } = expected;
      const derived = await oneAtATime(() => derive(password, Buffer.from(salt, 'base64url'), cost));
      const wanted = Buffer.from(hash, 'base64url');
      return wanted.length === derived.length && timingSafeEqual(wanted, derived) && expected !== NONE;
    },
  };
}

/** Throws `bad-input`. */
export function checkPassword(password: string): void {
  const characters = [...password].length;
  if (characters < MIN_PASSWORD_CHARACTERS) {
    throw new GranaryError('bad-input', `the password has fewer than ${MIN_PASSWORD_CHARACTERS} characters`, {
      hint: 'three or four random words make a good one',
      because: { reason: 'password-short', least: MIN_PASSWORD_CHARACTERS },
    });
  }
  if (password.length > MAX_PASSWORD_CHARACTERS) {
    throw new GranaryError('bad-input', `the password has more than ${MAX_PASSWORD_CHARACTERS} characters`, {
      hint: 'three or four random words are enough',
      because: { reason: 'password-long', most: MAX_PASSWORD_CHARACTERS },
    });
  }
}

type Cost = Pick<PasswordHash, 'N' | 'r' | 'p'>;

/** Keyboards of different systems send one accented letter as one code point or as two: both are the same password. */
function derive(password: string, salt: Uint8Array, { N, r, p }: Cost): Promise<Buffer> {
  const maxmem = 256 * N * r;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
