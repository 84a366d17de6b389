import { dirname } from 'node:path';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { FileRow, PiecesRow, ShareDetailRow } from '../../../shared/rows.ts';
import { fullBitfield } from '../peer/pieceSet.ts';
import { createPieceMap } from '../metainfo/pieceMap.ts';
import type { ShareEntry, ShareLibrary } from '../shares/shareLibrary.ts';
import type { SwarmWatch } from '../shares/swarmFigures.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { createFileTree, type FileTree, type TreeFile } from './fileTree.ts';
import { oneRow, rowsAsItems } from './fixedRows.ts';
import type { RowSource } from './rowSource.ts';
import { base64, figuresOf, ratioOf } from './shareRow.ts';

/** The views of one share that are about the share itself: its details, its pieces, its files. */

export interface ShareSourceDeps {
  readonly library: Pick<ShareLibrary, 'find' | 'view'>;
  readonly tracker: Pick<Tracker, 'look'>;
  readonly watch: Pick<SwarmWatch, 'figures'>;
  /** Where a browser finds a share on this network. */
  readonly pageUrls: (infoHash: InfoHash) => readonly string[];
}

export function createShareSource(deps: ShareSourceDeps, infoHash: InfoHash): RowSource<ShareDetailRow> {
  const { library, tracker, watch } = deps;
  return oneRow(() => {
    const entry = library.find(infoHash);
    if (entry === undefined) return undefined;
    const share = library.view(entry);
    const reportedBytes = tracker.look(infoHash)?.sums().uploadedBytes ?? 0;
    return {
      ...share,
      key: infoHash,
      ...figuresOf(watch.figures(infoHash)),
      ratio: ratioOf(share),
      exchangedBytes: reportedBytes,
      pageUrls: [...deps.pageUrls(infoHash)],
      sourcePath: sourcePathOf(entry),
    };
  });
}

export function createPiecesSource({ library }: ShareSourceDeps, infoHash: InfoHash): RowSource<PiecesRow> {
  return oneRow(() => {
    const entry = library.find(infoHash);
    if (entry === undefined) return undefined;
    const { session, torrent } = entry;
    const { totalBytes, pieceLength } = torrent.info;
    const { pieceCount } = createPieceMap(totalBytes, pieceLength);
    return {
      key: infoHash,
      pieces: pieceCount,
      pieceLength,
      availability: base64(session.pieceCopies()),
      held: base64(heldOf(entry, pieceCount)),
      connectedPeers: session.peersConnected,
    };
  });
}

/** Trees of files, the last one kept: every folder that is opened asks anew. */
export interface FileTrees {
  of(torrent: ShareEntry['torrent']): FileTree;
}

export function createFileTrees(): FileTrees {
  let last: { readonly torrent: ShareEntry['torrent']; readonly tree: FileTree } | undefined;
  return {
    // Files of a share that was found elsewhere again lie in another place, so the tree is made anew with its torrent.
    of(torrent) {
      if (last?.torrent !== torrent) last = { torrent, tree: createFileTree(torrent.files.map(treeFileOf)) };
      return last.tree;
    },
  };
}

export interface FilesSourceDeps {
  readonly library: Pick<ShareLibrary, 'find'>;
  readonly trees: FileTrees;
}

export function createFilesSource(
  { library, trees }: FilesSourceDeps,
  { infoHash, opened }: ViewSpecOf<'files'>,
): RowSource<FileRow> {
  let made: { readonly tree: FileTree; readonly rows: readonly FileRow[] } | undefined;
  return rowsAsItems(
    () => {
      const torrent = library.find(infoHash)?.torrent;
      if (torrent === undefined) return [];
      const tree = trees.of(torrent);
      if (made?.tree !== tree) made = { tree, rows: opened === undefined ? tree.files : tree.seen(opened) };
      return made.rows;
    },
    ({ path }) => path.join('/'),
  );
}

function treeFileOf({ path, sourcePath, length }: ShareEntry['torrent']['files'][number]): TreeFile {
  return { path, sourcePath, bytes: length };
}

/** A share in error has something wrong with it, and which pieces that touches is not known. */
function heldOf({ session }: ShareEntry, pieceCount: number): Uint8Array {
  const full = fullBitfield(pieceCount);
  return session.state.kind === 'error' ? full.fill(0) : full;
}

/** The folder that holds all files of the share, or its only file. */
function sourcePathOf({ torrent: { info, files } }: ShareEntry): string {
  const [file] = files;
  if (file === undefined) return '';
  if (info.isSingleFile) return file.sourcePath;
  return file.path.reduce((path) => dirname(path), file.sourcePath);
}
