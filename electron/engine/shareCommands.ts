import type { CommandName, CommandResult, ParsedParams } from '../../shared/contract.ts';
import { choosePieceLength } from './metainfo/pieceLength.ts';
import { createPieceMap } from './metainfo/pieceMap.ts';
import { scanPaths } from './metainfo/scanPaths.ts';
import type { SessionRegistry } from './session/sessionRegistry.ts';
import type { Jobs } from './shares/jobs.ts';
import type { ShareLibrary } from './shares/shareLibrary.ts';
import type { Tracker } from './tracker/tracker.ts';

export interface ShareCommandDeps {
  readonly library: ShareLibrary;
  readonly sessions: SessionRegistry;
  readonly tracker: Tracker;
  readonly jobs: Jobs;
  /** Whether a file, by its real path, is never to be shared. */
  readonly isWithheld?: (realPath: string) => boolean;
}

type ShareCommand = Extract<CommandName, `shares.${string}`>;

type ShareHandlers = {
  readonly [Name in ShareCommand]: (params: ParsedParams<Name>) => Promise<CommandResult<Name>> | CommandResult<Name>;
};

/** Files that a look at a share to be shows. */
const FIRST_FILES = 12;

/** What can be done with shares. */
export function shareCommands({ library, sessions, tracker, jobs, isWithheld }: ShareCommandDeps): ShareHandlers {
  return {
    'shares.scan': ({ paths }) => scan(paths, isWithheld),
    'shares.create': ({ jobId, ...options }) => jobs.run(jobId, (job) => library.create(options, job)),
    'shares.list': () => ({ shares: library.list() }),
    'shares.get': ({ infoHash }) => library.get(infoHash),
    'shares.peers': ({ infoHash }) => ({
      connected: sessions.find(infoHash)?.peers() ?? [],
      announced: tracker.peers(infoHash),
    }),
    'shares.remove': async ({ infoHash }) => {
      await library.remove(infoHash);
      return {};
    },
    'shares.pause': ({ infoHash }) => {
      library.setPaused(infoHash, true);
      return {};
    },
    'shares.resume': ({ infoHash }) => {
      library.setPaused(infoHash, false);
      return {};
    },
    'shares.verify': ({ jobId, infoHash }) => jobs.run(jobId, (job) => library.verify(infoHash, job)),
    'shares.torrent': ({ infoHash }) => {
      const { name, bytes } = library.torrentFile(infoHash);
      return { fileName: `${name}.torrent`, base64: Buffer.from(bytes).toString('base64') };
    },
  };
}

/** Rejects as sharing the same would before it hashes. */
async function scan(
  paths: readonly string[],
  isWithheld: ShareCommandDeps['isWithheld'],
): Promise<CommandResult<'shares.scan'>> {
  const { name, files, totalBytes, skipped } = await scanPaths({ paths }, { isWithheld });
  const pieceLength = choosePieceLength(totalBytes);
  return {
    name,
    bytes: totalBytes,
    files: files.length,
    firstFiles: files.slice(0, FIRST_FILES).map(({ path, length }) => ({ path: [...path], bytes: length })),
    skipped: [...skipped],
    pieceLength,
    pieces: createPieceMap(totalBytes, pieceLength).pieceCount,
  };
}
