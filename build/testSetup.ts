import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureAppBuilt } from './builtApp.ts';
import { prepareNpmTracker } from './peerTrackers.ts';
import { prepareTestElectron } from './testElectron.ts';

/**
 * Looks for the programs that the interop, failure and e2e tests drive, and for an Electron, and builds the app. On Debian
 * and Ubuntu, as root, it installs the programs that are missing; anywhere else it says what to install and ends with
 * status 1. `npm run test:unit` needs none of this.
 */

interface Requirement {
  /** Of a program, or of a shared library as the loader knows it. */
  readonly name: string;
  /** The Debian package that brings it. */
  readonly debianPackage: string;
}

const programs: readonly Requirement[] = [
  { name: 'aria2c', debianPackage: 'aria2' },
  { name: 'transmission-cli', debianPackage: 'transmission-cli' },
  { name: 'transmission-create', debianPackage: 'transmission-cli' },
  { name: 'transmission-show', debianPackage: 'transmission-cli' },
  { name: 'transmission-daemon', debianPackage: 'transmission-daemon' },
  { name: 'qbittorrent-nox', debianPackage: 'qbittorrent-nox' },
  { name: 'mktorrent', debianPackage: 'mktorrent' },
];

/** For the network of their own that the tests run in, see ownNetwork.ts, and for windows where there is no display. */
const linuxPrograms: readonly Requirement[] = [
  { name: 'ip', debianPackage: 'iproute2' },
  { name: 'unshare', debianPackage: 'util-linux' },
  { name: 'Xvfb', debianPackage: 'xvfb' },
  { name: 'xauth', debianPackage: 'xauth' },
  { name: 'xdotool', debianPackage: 'xdotool' },
  { name: 'chromium', debianPackage: 'chromium' },
  { name: 'unzip', debianPackage: 'unzip' },
  { name: 'opentracker', debianPackage: 'opentracker' },
  { name: 'dbus-daemon', debianPackage: 'dbus' },
  { name: 'dbus-send', debianPackage: 'dbus' },
];

/** What Electron is linked with, and what it loads to show notifications and progress on the task bar. */
const linuxLibraries: readonly Requirement[] = [
  { name: 'libgtk-3.so.0', debianPackage: 'libgtk-3-0' },
  { name: 'libnss3.so', debianPackage: 'libnss3' },
  { name: 'libasound.so.2', debianPackage: 'libasound2' },
  { name: 'libgbm.so.1', debianPackage: 'libgbm1' },
  { name: 'libnotify.so.4', debianPackage: 'libnotify4' },
  { name: 'libunity.so.9', debianPackage: 'libunity9' },
];

const needed = process.platform === 'linux' ? [...programs, ...linuxPrograms, ...linuxLibraries] : programs;
const missing = needed.filter(({ name }) => !isThere(name));
process.exitCode = missing.length > 0 ? provide(missing) : 0;
if (process.exitCode === 0) process.exitCode = await provideApp();

/** What the e2e tests start. */
async function provideApp(): Promise<number> {
  try {
    await prepareTestElectron(say);
    await ensureAppBuilt(say);
    // Here, since the network that tests run in has no way to the registry.
    await prepareNpmTracker();
    return 0;
  } catch (error) {
    say(`The app cannot be tested: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

function provide(wanted: readonly Requirement[]): number {
  const packages = [...new Set(wanted.map(({ debianPackage }) => debianPackage))];
  say(`These are missing: ${wanted.map(({ name }) => name).join(', ')}.`);
  if (!isDebian()) {
    say(`Install them and see that programs are on the PATH (in Debian they come with: ${packages.join(' ')}).`);
    return 1;
  }
  if (process.getuid?.() !== 0) {
    say(`Install them with: sudo apt-get install --no-install-recommends ${packages.join(' ')}`);
    return 1;
  }
  return install(packages) ? reportStillMissing(wanted) : 1;
}

function install(packages: readonly string[]): boolean {
  say(`Installing ${packages.join(' ')} with apt-get.`);
  const steps = [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', ...packages],
  ];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return withoutStartingServices(() => {
    for (const step of steps) {
      const { status, error } = spawnSync('apt-get', step, { stdio: 'inherit', env });
      if (status === 0) continue;
      say(`apt-get ${step[0]} failed${error ? `: ${error.message}` : ` with status ${status}`}.`);
      return false;
    }
    return true;
  });
}

/** transmission-daemon would start as a service of the machine; the tests start their own. A policy that is there stays. */
function withoutStartingServices<Value>(work: () => Value): Value {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return work();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return work();
  } finally {
    rmSync(policy);
  }
}

function reportStillMissing(wanted: readonly Requirement[]): number {
  const still = wanted.filter(({ name }) => !isThere(name));
  for (const { name, debianPackage } of still) {
    say(`${name} is still missing although ${debianPackage} is installed; see that it is on the PATH.`);
  }
  return still.length === 0 ? 0 : 1;
}

function isThere(name: string): boolean {
  return /\.so\b/.test(name) ? isLibrary(name) : isOnPath(name);
}

function isLibrary(name: string): boolean {
  const { stdout, error } = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  // A system whose loader keeps no list says itself what it misses when Electron starts.
  return error !== undefined || stdout.includes(`${name} `);
}

function isOnPath(name: string): boolean {
  // Debian keeps `ip` in a folder that an ordinary user's PATH may leave out; ownNetwork.ts looks there too.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), '/usr/sbin', '/sbin'];
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  return folders.some((folder) => names.some((file) => existsSync(join(folder, file))));
}

/** Debian itself or a system built on it. */
function isDebian(): boolean {
  const file = '/etc/os-release';
  return existsSync(file) && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync(file, 'utf8'));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
