import { createPasswordHasher, type PasswordHash, passwordHashSchema } from '../system/passwordHash.ts';

/** The password of the console, if the person set one: kept as scrypt's result beside the shares, never in settings.json. */
export interface ConsolePassword {
  readonly isSet: boolean;
  /** Rejects with `bad-input` for one that is too short or too long. */
  set(password: string): Promise<void>;
  remove(): void;
  /** False when it is another one, or none is set. Takes about as long either way, and one at a time. */
  matches(password: string): Promise<boolean>;
}

export interface PasswordStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

const STORE_KEY = 'console.password';

export function createConsolePassword(store: PasswordStore): ConsolePassword {
  const hasher = createPasswordHasher();

  function stored(): PasswordHash | undefined {
    const parsed = passwordHashSchema.safeParse(store.get(STORE_KEY));
    return parsed.success ? parsed.data : undefined;
  }

  return {
    get isSet() {
      return stored() !== undefined;
    },
    async set(password) {
      store.set(STORE_KEY, await hasher.hash(password));
    },
    remove: () => store.set(STORE_KEY, undefined),
    matches: (password) => hasher.matches(password, stored()),
  };
}
