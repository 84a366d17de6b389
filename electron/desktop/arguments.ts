import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DesktopRequest } from '../../shared/desktop.ts';

/**
 * What a command line, another instance, a file manager or a link handed to the app. It comes from anywhere (a web page may open
 * a magnet link), so that only what is surely meant is taken, and the rest is ignored.
 */

const MAX_ARGUMENTS = 1000;
/** Of one path, as the longest that any system takes. */
const MAX_PATH_CHARACTERS = 32_768;
const MAX_MAGNET_CHARACTERS = 8192;

export interface LaunchOptions {
  /** Start in the tray, without a window: as when the computer starts. */
  readonly hidden: boolean;
  /** Open, say on standard output that everything works, and quit. */
  readonly smokeTest: boolean;
}

/** Flags of our own count wherever they stand; all others are Chromium's or nobody's. */
export function parseLaunchOptions(argv: readonly string[]): LaunchOptions {
  return { hidden: argv.includes('--hidden'), smokeTest: argv.includes('--smoke-test') };
}

/**
 * What a person named, of the whole command line: without the program and, in development, without the app's folder, which
 * Electron takes as its first argument.
 */
export function givenArguments(
  argv: readonly string[],
  { workingDirectory, appFolder }: { readonly workingDirectory: string; readonly appFolder: string | undefined },
): string[] {
  const given = argv.slice(1, MAX_ARGUMENTS).filter((text) => !text.startsWith('-'));
  const ours = appFolder === undefined ? -1 : given.findIndex((text) => resolve(workingDirectory, text) === appFolder);
  return given.filter((_text, index) => index !== ours);
}

/**
 * `isOnDisk` tells whether there is something at a path. Relative paths count from `workingDirectory`. Everything to share comes
 * together, as one request.
 */
export function parseArguments(
  given: readonly string[],
  { workingDirectory, isOnDisk }: { readonly workingDirectory: string; readonly isOnDisk: (path: string) => boolean },
): DesktopRequest[] {
  const requests: DesktopRequest[] = [];
  const toShare: string[] = [];
  for (const text of given.slice(0, MAX_ARGUMENTS)) {
    if (isMagnet(text)) requests.push({ kind: 'open', target: text });
    const path = pathOf(text, workingDirectory);
    if (path === undefined || !isOnDisk(path)) continue;
    if (path.toLowerCase().endsWith('.torrent')) requests.push({ kind: 'open', target: path });
    else if (!toShare.includes(path)) toShare.push(path);
  }
  return toShare.length > 0 ? [{ kind: 'share', paths: toShare }, ...requests] : requests;
}

function isMagnet(text: string): boolean {
  if (text.length > MAX_MAGNET_CHARACTERS || !/^magnet:\?/i.test(text) || CONTROL.test(text)) return false;
  return URL.canParse(text) && new URL(text).searchParams.getAll('xt').some((topic) => /^urn:bt(ih|mh):/i.test(topic));
}

/** Undefined for other schemes than `file:`, for network names of Windows (their look-up sends the person's password), and for nonsense. */
function pathOf(text: string, workingDirectory: string): string | undefined {
  if (text === '' || text.length > MAX_PATH_CHARACTERS || CONTROL.test(text)) return undefined;
  if (/^file:/i.test(text)) return pathOfFileUrl(text);
  if (SCHEME.test(text) && !isAbsolute(text)) return undefined;
  if (isNetworkName(text)) return undefined;
  return resolve(workingDirectory, text);
}

function pathOfFileUrl(text: string): string | undefined {
  try {
    const url = new URL(text);
    return url.host === '' ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}

/** At least two letters: `C:` is a drive. */
const SCHEME = /^[a-z][a-z\d+.-]+:/i;
const NETWORK_NAME = /^(\\\\|\/\/)/;
/** No file name of a person's own has one; in a dialog or a log they mislead. */
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Such as `\\host\share` and `//host/share`. */
export function isNetworkName(path: string): boolean {
  return NETWORK_NAME.test(path);
}
