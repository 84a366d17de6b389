import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { type ActivityRepository, createActivityRepository } from './activityRepository.ts';
import { type ApiRepository, createApiRepository } from './apiRepository.ts';
import { createCheckpoints } from './checkpoints.ts';
import { type BackupOptions, writeBackup } from './backup.ts';
import { prepareDataDirectory } from './dataDirectory.ts';
import { checkIntegrity, openDatabase } from './database.ts';
import { createDhtRepository, type DhtRepository } from './dhtRepository.ts';
import { takeEngineLock } from './engineLock.ts';
import { createGroupsRepository, type GroupsRepository } from './groupsRepository.ts';
import { createHistoryRepository, type HistoryRepository } from './historyRepository.ts';
import { createInvitationsRepository, type InvitationsRepository } from './invitationsRepository.ts';
import { createListedRepository, type ListedRepository } from './listedRepository.ts';
import { createPeopleRepository, type PeopleRepository } from './peopleRepository.ts';
import { createSettingsRepository, type SettingsRepository } from './settingsRepository.ts';
import { createSharesRepository, type SharesRepository } from './sharesRepository.ts';
import { storageError, withStorageErrors } from './storageErrors.ts';
import { createSwarmsRepository, type SwarmsRepository } from './swarmsRepository.ts';
import { createTransfersRepository, type TransfersRepository } from './transfersRepository.ts';

/**
 * All that Granary remembers, in one SQLite file. Every call but `backup` is synchronous and takes microseconds to
 * milliseconds. Calls throw GranaryError: `disk-full` (nothing of the call was written), `database-damaged`,
 * `data-dir-unusable`, `data-dir-in-use` (a database shell held the file for seconds).
 */
export interface Storage {
  readonly shares: SharesRepository;
  readonly swarms: SwarmsRepository;
  readonly dht: DhtRepository;
  readonly settings: SettingsRepository;
  readonly history: HistoryRepository;
  readonly activity: ActivityRepository;
  readonly listed: ListedRepository;
  readonly api: ApiRepository;
  readonly people: PeopleRepository;
  readonly invitations: InvitationsRepository;
  readonly groups: GroupsRepository;
  readonly transfers: TransfersRepository;
  /** All writes of `work`, or none if it throws. */
  transaction(work: () => void): void;
  /** Copies the database, as it is at one moment, to a new file. See `writeBackup`. */
  backup(file: string, options?: BackupOptions): Promise<{ readonly bytes: number }>;
  /** Reads the whole file. `ok`, or what is wrong, a problem a line. */
  integrity(): string;
  /** Ends running backups, closes the file and frees the data directory. Idempotent. */
  close(): Promise<void>;
}

export const DATABASE_FILE = 'granary.sqlite';

/**
 * Takes the data directory (made if missing) for this process and opens its database.
 * Throws `data-dir-unusable`, `data-dir-in-use`, `database-damaged`, `database-newer` or `disk-full`.
 */
export function openStorage({ dataDir }: { readonly dataDir: string }): Storage {
  prepareDataDirectory(dataDir);
  const lock = takeEngineLock(dataDir);
  try {
    const file = join(dataDir, DATABASE_FILE);
    return createStorage(openDatabase(file), file, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function createStorage(database: Database, file: string, onClosed: () => void): Storage {
  const closing = new AbortController();
  const backups = new Set<Promise<unknown>>();
  const checkpoints = createCheckpoints(database, file);
  const calls = withStorageErrors(
    {
      transaction(work: () => void) {
        database.transaction(work).immediate();
        checkpoints.wrote();
      },
      integrity: () => checkIntegrity(database),
    },
    file,
  );
  return {
    shares: withStorageErrors(createSharesRepository(database), file),
    swarms: withStorageErrors(createSwarmsRepository(database), file),
    dht: withStorageErrors(createDhtRepository(database), file),
    settings: withStorageErrors(createSettingsRepository(database), file),
    history: withStorageErrors(createHistoryRepository(database), file),
    activity: withStorageErrors(createActivityRepository(database), file),
    listed: withStorageErrors(createListedRepository(database), file),
    api: withStorageErrors(createApiRepository(database), file),
    people: withStorageErrors(createPeopleRepository(database), file),
    invitations: withStorageErrors(createInvitationsRepository(database), file),
    groups: withStorageErrors(createGroupsRepository(database), file),
    transfers: withStorageErrors(createTransfersRepository(database), file),
    ...calls,
    async backup(target, options = {}) {
      const signals = [closing.signal, ...(options.signal ? [options.signal] : [])];
      const running = writeBackup(database, target, { ...options, signal: AbortSignal.any(signals) });
      backups.add(running);
      try {
        return await running;
      } finally {
        backups.delete(running);
      }
    },
    async close() {
      closing.abort();
      await Promise.allSettled([...backups, checkpoints.stop()]);
      try {
        database.close();
      } catch (error) {
        throw storageError(error, file);
      } finally {
        onClosed();
      }
    },
  };
}
