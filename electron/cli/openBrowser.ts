import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Opens an address in the person's browser. Rejects with the reason in words.
 *
 * The address is for a moment in the list of processes, which other users of this computer may read; its token is good for
 * one sign-in, and the browser it starts is there first.
 */
export async function openBrowser(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const [command, ...args] = opener(process.platform, url);
  if (isWithoutDisplay(process.platform, environment)) throw new Error('this terminal has no display');
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  await Promise.race([
    once(child, 'spawn'),
    once(child, 'error').then(([error]) => Promise.reject(new Error(`${command} did not start`, { cause: error }))),
  ]);
  // It may stay as long as the browser does; that is none of our business.
  child.on('error', () => undefined);
  child.unref();
}

/** The program that knows the default browser. */
export function opener(platform: NodeJS.Platform, url: string): readonly [command: string, ...args: string[]] {
  // `start` takes its first quoted argument for a window's title.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', url];
  return [platform === 'darwin' ? 'open' : 'xdg-open', url];
}

function isWithoutDisplay(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (platform === 'win32' || platform === 'darwin') return false;
  return !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY'];
}
