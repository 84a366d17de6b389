import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** Where this system keeps the data of applications, for this user. */
export function defaultDataDir(): string {
  const name = process.platform === 'win32' || process.platform === 'darwin' ? 'Granary' : 'granary';
  return envPaths(name, { suffix: '' }).data;
}

/** The same with the home folder as `~`, for help texts. */
export function defaultDataDirText(): string {
  const folder = defaultDataDir();
  const home = homedir();
  return folder.startsWith(home) ? join('~', folder.slice(home.length)) : folder;
}
