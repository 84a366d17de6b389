import { basename, dirname } from 'node:path/posix';
import { GranaryError } from '../../../electron/engine/errors.ts';
import type { CommandResult } from '../../../shared/contract.ts';
import { HOSTILE_TEXTS } from './hostileTexts.ts';
import { pieceLengthFor } from './mockShares.ts';
import type { MockOptions } from './options.ts';
import { chanceOf, numberOf } from './random.ts';
import { filePath, shareName } from './shareNames.ts';

/** A disk that is made up: what is in a folder follows from its path. A path with `missing` in it is not there. */

const HOME = '/home/ada';
const IN_HOME = ['Bilder', 'Desktop', 'Documents', 'Downloads', 'Music', 'Shared', 'Videos', 'missing disk'];
const FIRST_FILES = 12;
const MANY = 600;

export function browse(options: MockOptions, folder = HOME): CommandResult<'files.browse'> {
  refuseMissing(folder);
  const folders = folder === HOME ? IN_HOME : namesIn(options, folder);
  const path = (name: string): string => `${folder === '/' ? '' : folder}/${name}`;
  const entries = folders.map((name) => ({ name, path: path(name), isFolder: true }));
  const files = Array.from({ length: 9 }, (_, i) => {
    const name = options.hostile ? (HOSTILE_TEXTS[i] ?? '') : (filePath(numberOf(folder), i).at(-1) ?? '');
    return { name, path: path(name), isFolder: false, bytes: Math.floor(chanceOf(numberOf(folder), i) * 4e9) };
  });
  return {
    folder,
    ...(folder === '/' ? {} : { parent: dirname(folder) }),
    entries: [...entries, ...files],
    isCut: folder.endsWith('Downloads'),
  };
}

function namesIn(options: MockOptions, folder: string): string[] {
  if (folder.split('/').length > 6) return [];
  const names = Array.from({ length: 5 }, (_, i) =>
    options.hostile ? (HOSTILE_TEXTS[i + 9] ?? '') : shareName(numberOf(folder), i),
  );
  return [...new Set(names)];
}

export function scan(options: MockOptions, paths: readonly string[]): CommandResult<'shares.scan'> {
  for (const path of paths) refuseMissing(path);
  const [first = ''] = paths;
  const name = options.hostile ? (HOSTILE_TEXTS[0] ?? '') : basename(first);
  const isOneFile = paths.length === 1 && /\.[a-z0-9]{2,4}$/i.test(first);
  const bytes = bytesOf(paths);
  const files = isOneFile ? 1 : 20 + Math.floor(chanceOf(numberOf(first), 2) * MANY);
  const pieceLength = pieceLengthFor(bytes);
  const firstFiles = Array.from({ length: Math.min(files, FIRST_FILES) }, (_, i) => ({
    path: isOneFile ? [name] : options.hostile ? [HOSTILE_TEXTS[i] ?? ''] : filePath(numberOf(first), i),
    bytes: Math.floor((bytes / files) * (0.5 + chanceOf(numberOf(first), i))),
  }));
  return {
    name,
    bytes,
    files,
    firstFiles,
    skipped: isOneFile ? [] : skippedFiles(options),
    pieceLength,
    pieces: Math.ceil(bytes / pieceLength),
  };
}

/** What these paths hold together: the same for the same paths. */
export function bytesOf(paths: readonly string[]): number {
  return Math.floor(2e9 + chanceOf(numberOf(paths.join('\n')), 1) * 38e9);
}

export function skippedFiles({ hostile }: MockOptions): CommandResult<'shares.scan'>['skipped'] {
  const stranger = hostile ? [{ path: HOSTILE_TEXTS[5] ?? '', reason: 'symlink-broken' as const }] : [];
  return [
    { path: '.DS_Store', reason: 'junk' },
    { path: 'Bilder/Thumbs.db', reason: 'junk' },
    { path: 'camera A/.DS_Store', reason: 'junk' },
    { path: 'docs/latest', reason: 'symlink-outside' },
    { path: 'docs/socket', reason: 'special-file' },
    ...stranger,
  ];
}

export function refuseMissing(path: string): void {
  if (!path.includes('missing')) return;
  throw new GranaryError('path-not-found', `there is no such file or folder: ${path}`, {
    hint: 'see that the disk it was on is connected',
  });
}
