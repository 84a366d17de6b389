/**
 * Files and folders that systems and programs leave behind for themselves. They differ from machine to machine and would give the same
 * folder another info-hash. What a person may have made stays in, however unfinished it looks (`.part`, `.tmp`, `.bak`): to leave out
 * too much loses data.
 */
const JUNK_NAMES = new Set([
  // macOS
  '.ds_store',
  '.apdisk',
  '.appledouble',
  '.documentrevisions-v100',
  '.fseventsd',
  '.spotlight-v100',
  '.temporaryitems',
  '.trashes',
  '.volumeicon.icns',
  'icon\r',
  // Windows
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '$recycle.bin',
  'system volume information',
  // Linux and network storage
  'lost+found',
  '@eadir',
]);

const JUNK_PATTERNS = [
  // Resource forks that macOS writes beside files on foreign disks.
  /^\._./,
  // What Office and LibreOffice keep while a document is open.
  /^~\$./,
  /^\.~lock\..+#$/,
  // Files deleted while open, on NFS and FUSE.
  /^\.nfs[0-9a-f]{8,}$/i,
  /^\.fuse_hidden[0-9a-f]+$/i,
  /^\.trash(-\d+)?$/i,
];

/** Whether a file or folder of this name is left out of a share. */
export function isJunk(name: string): boolean {
  return JUNK_NAMES.has(name.toLowerCase()) || JUNK_PATTERNS.some((pattern) => pattern.test(name));
}
