import type { Preferences } from '../../shared/desktop.ts';
import { ZodError } from 'zod';
import { systemCode } from '../engine/errors.ts';
import { readJsonFile, writeFileAtomically } from './atomicFile.ts';
import { preferencesSchema } from './bridgeCalls.ts';

export const DEFAULT_PREFERENCES: Preferences = {
  onClose: 'ask',
  startWithComputer: false,
  keepAwake: true,
  notifications: true,
  language: 'system',
  theme: 'system',
};

/** The desktop app's own settings, kept as JSON in one file. */
export interface PreferencesStore {
  readonly current: Preferences;
  /** Why the file could not be used when it was read: in a word, or the system's code. The defaults are in force then. */
  readonly problem: string | undefined;
  /** Keeps them, then tells. Throws when they cannot be written, and then nothing has changed. */
  change(changes: Partial<Preferences>): Preferences;
  onChange(listener: (now: Preferences, before: Preferences) => void): void;
}

/** A file of a newer Granary may hold more, one of an older less: what is missing is as by default, what is unknown is left out. */
const storedSchema = preferencesSchema.partial();

export function createPreferencesStore(file: string): PreferencesStore {
  const listeners: ((now: Preferences, before: Preferences) => void)[] = [];
  const stored = read(file);
  let current = stored.preferences;

  return {
    get current() {
      return current;
    },
    problem: stored.problem,
    change(changes) {
      const before = current;
      const now = { ...before, ...changes };
      writeFileAtomically(file, `${JSON.stringify(now, undefined, 2)}\n`);
      current = now;
      for (const listener of listeners) listener(now, before);
      return now;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function read(file: string): { readonly preferences: Preferences; readonly problem: string | undefined } {
  try {
    const json = readJsonFile(file);
    const stored = storedSchema.parse(json === undefined ? {} : json);
    return { preferences: { ...DEFAULT_PREFERENCES, ...definedOnly(stored) }, problem: undefined };
  } catch (error) {
    return { preferences: DEFAULT_PREFERENCES, problem: problemOf(error) };
  }
}

function definedOnly(
  stored: { readonly [Key in keyof Preferences]?: Preferences[Key] | undefined },
): Partial<Preferences> {
  return Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== undefined));
}

function problemOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'damaged';
  return error instanceof ZodError ? 'odd-values' : (systemCode(error) ?? 'damaged');
}
