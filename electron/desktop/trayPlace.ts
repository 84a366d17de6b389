import { execFile } from 'node:child_process';

/**
 * Whether the desktop shows icons beside the clock. Windows and macOS do. On Linux some do not (GNOME without an extension), and
 * Electron's icon is then nowhere, without a word. Those that do say so on the session bus, which programs of every
 * distribution can ask; where none of them is installed, the answer is no.
 */
export async function hasTrayPlace(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  for (const [program, ...args] of QUESTIONS) {
    const answer = await ask(program, args);
    if (answer !== undefined) return /\btrue\b/.test(answer);
  }
  return false;
}

const WATCHER = 'org.kde.StatusNotifierWatcher';
const [WATCHER_PATH, GET, HAS_HOST] = [
  '/StatusNotifierWatcher',
  'org.freedesktop.DBus.Properties.Get',
  'IsStatusNotifierHostRegistered',
];

/** The same one, as each of the programs wants it. */
const QUESTIONS: readonly (readonly [program: string, ...args: string[]])[] = [
  [
    'dbus-send',
    '--session',
    '--print-reply',
    `--dest=${WATCHER}`,
    WATCHER_PATH,
    GET,
    `string:${WATCHER}`,
    `string:${HAS_HOST}`,
  ],
  ['gdbus', 'call', '--session', '--dest', WATCHER, '--object-path', WATCHER_PATH, '--method', GET, WATCHER, HAS_HOST],
  ['busctl', '--user', 'get-property', WATCHER, WATCHER_PATH, WATCHER, HAS_HOST],
];

/** A desktop that does not answer at once shows nothing either. */
const PATIENCE_MS = 2000;

/** What the program printed, nothing when it failed; undefined when it is not installed. */
function ask(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PATIENCE_MS }, (error, output) => {
      if (error === null) resolve(output);
      else resolve(error.code === 'ENOENT' ? undefined : '');
    });
  });
}
