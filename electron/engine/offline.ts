import { ENGINE_ITSELF } from '../../shared/actor.ts';
import type { CommandName, EngineApi } from '../../shared/contract.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import type { Share } from '../../shared/model.ts';
import { type CommandHandlers, runCommand } from './commands.ts';
import { createEventBus } from './eventBus.ts';
import { GranaryError } from './errors.ts';
import { parseInfo } from './metainfo/infoParser.ts';
import type { Clock, Logger } from './ports.ts';
import { createJobs } from './shares/jobs.ts';
import { createShareLinks } from './shares/shareLinks.ts';
import { torrentOf } from './shares/shareLibrary.ts';
import { shareFilesOf, shareOf, type SharedTorrent } from './shares/shareView.ts';
import { verifyShare } from './shares/verifyShare.ts';
import type { ShareRecord } from './storage/sharesRepository.ts';
import { openStorage, type Storage } from './storage/storage.ts';
import { createSystemClock } from './system/systemClock.ts';

/** What can be done with the stored shares while no engine runs. Everything else is `engine-unreachable`. */
export type OfflineCommand =
  | 'shares.list'
  | 'shares.get'
  | 'shares.remove'
  | 'shares.verify'
  | 'engine.backup'
  | 'jobs.cancel';

export interface OfflineApi {
  readonly api: EngineApi;
  /** Frees the data directory. */
  stop(): Promise<void>;
}

const SILENT: Logger = { log: () => undefined };

/** Opens the storage for as long as the caller needs it. Rejects as `openStorage` throws. */
export async function createOfflineApi(dataDir: string): Promise<OfflineApi> {
  const storage = openStorage({ dataDir });
  const events = createEventBus(SILENT);
  const clock: Clock = createSystemClock();
  const jobs = createJobs(clock, (data) => events.emit({ event: 'job.progress', data }));
  const handlers: Pick<CommandHandlers, OfflineCommand> = {
    'shares.list': () => ({ shares: storage.shares.list().map((record) => viewOf(storage, record)) }),
    'shares.get': ({ infoHash }) => {
      const record = recordOf(storage, infoHash);
      return { share: viewOf(storage, record), files: shareFilesOf(readTorrent(record)) };
    },
    'shares.remove': ({ infoHash }) => {
      recordOf(storage, infoHash);
      storage.transaction(() => {
        storage.shares.remove(infoHash);
        storage.swarms.remove(infoHash);
        storage.history.remove(infoHash);
      });
      return {};
    },
    'shares.verify': ({ jobId, infoHash }) =>
      jobs.run(jobId, async (job) => {
        const torrent = readTorrent(recordOf(storage, infoHash));
        const { verdict, problem, files } = await verifyShare(torrent, job);
        storage.transaction(() => {
          storage.shares.setError(infoHash, problem);
          if (problem === undefined) storage.shares.replaceFiles(infoHash, files);
        });
        return verdict;
      }),
    'engine.backup': ({ file }) => storage.backup(file),
    'jobs.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return {};
    },
  };

  const api: EngineApi = {
    async call(command, params, by = ENGINE_ITSELF) {
      if (!isOffline(command)) throw new GranaryError('engine-unreachable', `${command} needs a running engine`);
      return runCommand(handlers, command, { params: params as never, by });
    },
    onEvent: (listener, only) => events.onEvent(listener, only),
  };
  function isOffline(command: CommandName): command is OfflineCommand {
    return Object.hasOwn(handlers, command);
  }

  return {
    api,
    async stop() {
      await jobs.stop();
      await storage.close();
    },
  };
}

/** Nothing is reachable, so links hold no addresses. */
const NO_LINKS = createShareLinks(
  { announceTiers: () => [], addresses: () => [], trackerPort: 0, peerPort: 0, dhtPort: undefined },
  'Granary',
);

function recordOf(storage: Storage, infoHash: InfoHash): ShareRecord {
  const record = storage.shares.get(infoHash);
  if (record !== undefined) return record;
  throw new GranaryError('share-unknown', `no share has the info-hash ${infoHash}`, {
    hint: 'see what is shared with: granary list',
  });
}

function readTorrent(record: ShareRecord): SharedTorrent {
  const parsed = parseInfo(record.infoBytes);
  if (parsed.ok) return torrentOf(record, parsed.value);
  throw new GranaryError('database-damaged', `the stored share ${record.infoHash} cannot be read`, {
    hint: `remove it with: granary remove ${record.infoHash}, and share the files again`,
    because: { reason: 'share-damaged', infoHash: record.infoHash },
    cause: parsed.error,
  });
}

/** A share that nobody serves counts as paused, unless it has a problem. */
function viewOf(storage: Storage, record: ShareRecord): Share {
  const { completed = 0, announces = 0, scrapes = 0 } = storage.swarms.find(record.infoHash) ?? {};
  const live = {
    state: record.error === undefined ? { kind: 'paused' as const } : { kind: 'error' as const, ...record.error },
    peersConnected: 0,
    uploadedBytes: record.uploadedBytes,
    uploadRateBytesPerSecond: 0,
    swarm: { seeders: 0, leechers: 0, paused: 0, completed, announces, scrapes },
  };
  return { ...shareOf(readTorrent(record), live, NO_LINKS), torrentUrl: '' };
}
