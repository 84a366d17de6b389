import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { CommandResult } from '../../shared/contract.ts';
import { GranaryError, systemCode } from './errors.ts';
import { isMissing, unreadable } from './metainfo/fileErrors.ts';

type Entry = CommandResult<'files.browse'>['entries'][number];

/** More than a person looks through; a folder may hold millions. */
const MAX_ENTRIES = 2000;
/** Where a folder holds more, the first ones in the order of names are wanted, so all names are read up to here. */
const MAX_NAMES = 50_000;
const STATS_AT_ONCE = 64;
/** "Day 10" after "Day 9", whatever the language of the computer. */
const BY_NAME = new Intl.Collator('en', { numeric: true });

/**
 * Folders, then files, by name; links as what they lead to. Hidden entries and what is neither file nor folder are left out.
 * Rejects with `bad-input`, `path-not-found` or `path-unreadable`.
 */
export async function browseFolder(wanted: string = homedir()): Promise<CommandResult<'files.browse'>> {
  if (!isAbsolute(wanted)) {
    throw new GranaryError('bad-input', `${wanted} is not a whole path`, {
      hint: 'name a folder from its root on',
      because: { reason: 'not-whole-path', path: wanted },
    });
  }
  const folder = resolve(wanted);
  const { dirents, isCut } = await readNames(folder);
  const entries = (await inBatches(dirents, (dirent) => entryOf(folder, dirent))).filter(
    (entry) => entry !== undefined,
  );
  const parent = dirname(folder);
  return {
    folder,
    ...(parent !== folder && { parent }),
    entries: entries.toSorted(foldersFirst),
    isCut,
  };
}

async function readNames(folder: string): Promise<{ readonly dirents: readonly Dirent[]; readonly isCut: boolean }> {
  const dirents: Dirent[] = [];
  let isCut = false;
  try {
    for await (const dirent of await opendir(folder)) {
      if (dirent.name.startsWith('.')) continue;
      isCut = dirents.length === MAX_NAMES;
      if (isCut) break;
      dirents.push(dirent);
    }
  } catch (cause) {
    throw folderProblem(folder, cause);
  }
  // A folder comes before every file, so of many entries only those that may be shown are asked for their size.
  const shown = dirents.toSorted((a, b) => rankOf(a) - rankOf(b) || BY_NAME.compare(a.name, b.name));
  return { dirents: shown.slice(0, MAX_ENTRIES), isCut: isCut || shown.length > MAX_ENTRIES };
}

/** A link may lead to a folder. */
function rankOf(dirent: Dirent): number {
  return dirent.isDirectory() || dirent.isSymbolicLink() ? 0 : 1;
}

/** Undefined for what nobody can share: sockets, broken links, what vanished or may not be looked at. */
async function entryOf(folder: string, { name }: Dirent): Promise<Entry | undefined> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return { name, path, isFolder: true };
  return found?.isFile() === true ? { name, path, isFolder: false, bytes: found.size } : undefined;
}

function foldersFirst(a: Entry, b: Entry): number {
  return Number(b.isFolder) - Number(a.isFolder) || BY_NAME.compare(a.name, b.name);
}

function folderProblem(folder: string, cause: unknown): GranaryError {
  if (systemCode(cause) === 'ENOTDIR') {
    return new GranaryError('bad-input', `${folder} is not a folder`, {
      hint: 'name the folder that holds it',
      because: { reason: 'not-a-folder', path: folder },
      cause,
    });
  }
  if (!isMissing(cause)) return unreadable(folder, cause);
  return new GranaryError('path-not-found', `there is no folder ${folder}`, {
    hint: 'see that it was not moved, and that the disk it is on is connected',
    because: { reason: 'folder-missing', path: folder },
    cause,
  });
}

async function inBatches<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const done: Value[] = [];
  for (let i = 0; i < items.length; i += STATS_AT_ONCE) {
    done.push(...(await Promise.all(items.slice(i, i + STATS_AT_ONCE).map(work))));
  }
  return done;
}
