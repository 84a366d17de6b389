import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** One file of the window's build, ready to be sent. */
export interface ConsoleFile {
  readonly content: Uint8Array;
  readonly type: string;
  readonly etag: string;
  /** The Cache-Control header. */
  readonly caching: string;
}

/** A build has some tens of files; these bounds only keep a wrong folder from being read into memory whole. */
const MAX_FILES = 2000;
const MAX_BYTES = 64 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** Tells one build from the next; undefined when there is none. Rejects when the page is there and cannot be looked at. */
export async function statOfPage(folder: string): Promise<string | undefined> {
  try {
    const page = await stat(join(folder, 'index.html'));
    return page.isFile() ? `${page.ino}:${page.mtimeMs}:${page.size}` : undefined;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code));
    if (isMissing) return undefined;
    throw error;
  }
}

/**
 * Every file of the folder by its address, `/assets/main-1a2b3c4d.js`. What is asked for later is looked up here by exact
 * text, so no address can lead anywhere else. Symbolic links, hidden files, source maps and names that an address would have
 * to encode are left out. Rejects when a file cannot be read or the folder is far too big to be a build.
 */
export async function readConsoleFolder(folder: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  const files = new Map<string, ConsoleFile>();
  let bytes = 0;
  for (const path of await filesBelow(folder, '')) {
    const type = TYPES[extname(path)];
    if (type === undefined) continue;
    const content = await readFile(join(folder, path));
    bytes += content.length;
    if (bytes > MAX_BYTES || files.size >= MAX_FILES) throw new Error(`${folder} is too big to be the console`);
    files.set(path, { content, type, etag: etagOf(content), caching: cachingOf(path) });
  }
  return files;
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter(({ name }) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesBelow(root, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

function etagOf(content: Uint8Array): string {
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
}

/** The bundler puts a hash of the content into the name of what lies in `assets`, so that never changes under its name. */
function cachingOf(path: string): string {
  if (path === '/index.html') return 'no-store';
  return /^\/assets\/.*-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
