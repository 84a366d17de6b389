import { type ListItem, MAX_TORRENT_BYTES } from '../../../shared/torrentLists.ts';
import { base64OfBytes } from '../activity/base64.ts';

/** A .torrent file that was chosen or dropped. */
export interface ChosenFile {
  /** Untrusted. */
  readonly name: string;
  /** What it is to the engine, or why it is not even sent. */
  readonly content: ListItem | 'too-big' | 'unreadable';
}

const TORRENT_NAME = /\.torrent$/i;

/** Reads those of the files that are called .torrent; never rejects. */
export async function readTorrentFiles(files: readonly File[]): Promise<readonly ChosenFile[]> {
  return Promise.all(files.filter(({ name }) => TORRENT_NAME.test(name)).map(readFile));
}

async function readFile(file: File): Promise<ChosenFile> {
  const { name } = file;
  if (file.size > MAX_TORRENT_BYTES) return { name, content: 'too-big' };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { name, content: { kind: 'torrent', base64: base64OfBytes(bytes) } };
  } catch {
    // It was there when it was chosen: removed meanwhile, or not for us to read.
    return { name, content: 'unreadable' };
  }
}
