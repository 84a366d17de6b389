/** What a drop on the window is about. Pure: the paths were looked up before. */
export type Dropped =
  | { readonly kind: 'share'; readonly paths: readonly string[] }
  /** Files or folders of which a browser does not tell where they are. */
  | { readonly kind: 'unknown-paths' }
  /** Something to download: a magnet link, or nothing but .torrent files, which may also be meant to be shared. */
  | { readonly kind: 'download'; readonly paths: readonly string[] }
  | { readonly kind: 'nothing' };

export interface DroppedThings {
  readonly fileNames: readonly string[];
  /** Where those files are; an empty text where it is not known. */
  readonly paths: readonly string[];
  readonly text: string;
}

const TORRENT_NAME = /\.torrent$/i;
const MAGNET = /^\s*magnet:\?/i;

export function classifyDrop({ fileNames, paths, text }: DroppedThings): Dropped {
  if (fileNames.length === 0) return MAGNET.test(text) ? { kind: 'download', paths: [] } : { kind: 'nothing' };
  const known = paths.filter((path) => path !== '');
  if (fileNames.every((name) => TORRENT_NAME.test(name))) return { kind: 'download', paths: known };
  return known.length === 0 ? { kind: 'unknown-paths' } : { kind: 'share', paths: known };
}

/** Whether a drag carries something that a drop could be about; its contents are not told before the drop. */
export function mayBeDropped(types: readonly string[]): boolean {
  return types.includes('Files') || types.includes('text/uri-list') || types.includes('text/plain');
}
