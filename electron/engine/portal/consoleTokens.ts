import { createHash } from 'node:crypto';
import type { Clock, RandomBytes } from '../ports.ts';

/** Where a sign-in link may be used: on this computer alone, or also from the network. */
export type Reach = 'computer' | 'network';

/** The secrets in sign-in links: each is good for one sign-in, for an hour, with the engine that made it. */
export interface ConsoleTokens {
  /** At most `MAX_TOKENS` are good at a time; the oldest gives way. */
  mint(reach: Reach): string;
  /** Whether the token was good; it is not any more. A link for this computer is kept when it is tried from elsewhere. */
  redeem(token: string, from: Reach): boolean;
  /** No link is good any more. */
  clear(): void;
}

export const TOKEN_LIFE_MS = 60 * 60 * 1000;
const MAX_TOKENS = 32;
const TOKEN_BYTES = 32;

interface Token {
  readonly reach: Reach;
  readonly mintedAtMs: number;
}

export function createConsoleTokens({
  clock,
  randomBytes,
}: {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}): ConsoleTokens {
  const tokens = new Map<string, Token>();

  return {
    mint(reach) {
      const token = Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url');
      tokens.set(digestOf(token), { reach, mintedAtMs: clock.monotonicMs() });
      for (const oldest of tokens.keys()) {
        if (tokens.size <= MAX_TOKENS) break;
        tokens.delete(oldest);
      }
      return token;
    },
    redeem(token, from) {
      const digest = digestOf(token);
      const known = tokens.get(digest);
      if (known === undefined || (known.reach === 'computer' && from === 'network')) return false;
      tokens.delete(digest);
      return clock.monotonicMs() - known.mintedAtMs < TOKEN_LIFE_MS;
    },
    clear: () => tokens.clear(),
  };
}

/**
 * Secrets of 32 random bytes are kept and looked up by their digest: the time a look-up takes then tells nothing of the
 * secret, and who reads what is kept has nothing that lets them in.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
