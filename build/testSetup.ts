import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Looks for the programs that the interop and failure tests drive. On Debian and Ubuntu, as root, it installs what is
 * missing; anywhere else it says what to install and ends with status 1. `npm run test:unit` needs none of this.
 */

interface Program {
  readonly name: string;
  /** The Debian package that brings it. */
  readonly debianPackage: string;
}

const programs: readonly Program[] = [
  { name: 'aria2c', debianPackage: 'aria2' },
  { name: 'transmission-cli', debianPackage: 'transmission-cli' },
  { name: 'transmission-create', debianPackage: 'transmission-cli' },
  { name: 'transmission-show', debianPackage: 'transmission-cli' },
  { name: 'transmission-daemon', debianPackage: 'transmission-daemon' },
  { name: 'qbittorrent-nox', debianPackage: 'qbittorrent-nox' },
  { name: 'mktorrent', debianPackage: 'mktorrent' },
];

/** For the network of their own that the tests run in, see ownNetwork.ts. */
const linuxPrograms: readonly Program[] = [
  { name: 'ip', debianPackage: 'iproute2' },
  { name: 'unshare', debianPackage: 'util-linux' },
];

const needed = process.platform === 'linux' ? [...programs, ...linuxPrograms] : programs;
const missing = needed.filter(({ name }) => !isOnPath(name));
if (missing.length > 0) process.exitCode = provide(missing);

function provide(wanted: readonly Program[]): number {
  const packages = [...new Set(wanted.map(({ debianPackage }) => debianPackage))];
  say(`These programs are missing: ${wanted.map(({ name }) => name).join(', ')}.`);
  if (!isDebian()) {
    say(`Install them and see that they are on the PATH (in Debian they come with: ${packages.join(' ')}).`);
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

function reportStillMissing(wanted: readonly Program[]): number {
  const still = wanted.filter(({ name }) => !isOnPath(name));
  for (const { name, debianPackage } of still) {
    say(`${name} is still missing although ${debianPackage} is installed; see that it is on the PATH.`);
  }
  return still.length === 0 ? 0 : 1;
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
