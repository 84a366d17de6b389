import type { SessionStore } from '../../electron/engine/portal/consoleSessions.ts';

/** The settings repository without a database; values go through JSON, as there. */
export interface MemoryStore extends SessionStore {
  /** Everything that is kept, as JSON. */
  text(): string;
}

export function createMemoryStore(): MemoryStore {
  const values = new Map<string, string>();
  return {
    get(key) {
      const value = values.get(key);
      return value === undefined ? undefined : (JSON.parse(value) as unknown);
    },
    set(key, value) {
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.stringify(value));
    },
    text: () => JSON.stringify([...values]),
  };
}
