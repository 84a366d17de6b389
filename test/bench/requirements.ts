import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Part, TRACKER_PARTS } from './options.ts';

interface Requirement {
  readonly program: string;
  /** The Debian package that brings it. */
  readonly debianPackage: string;
  readonly parts: readonly Part[];
}

const requirements: readonly Requirement[] = [
  { program: 'qbittorrent-nox', debianPackage: 'qbittorrent-nox', parts: ['seed'] },
  { program: 'transmission-create', debianPackage: 'transmission-cli', parts: ['create'] },
  { program: 'opentracker', debianPackage: 'opentracker', parts: ['udp', 'http', 'scale'] },
  { program: 'cc', debianPackage: 'gcc libc6-dev', parts: TRACKER_PARTS },
];

/** These read /proc, or drive a load generator that is made of Linux system calls. */
const LINUX_ONLY: readonly Part[] = ['seed', 'memory', ...TRACKER_PARTS];

/** What these parts need and this machine lacks, in a sentence each; empty when they can run. */
export function findMissing(parts: readonly Part[]): string[] {
  const onLinuxOnly = process.platform === 'linux' ? [] : parts.filter((part) => LINUX_ONLY.includes(part));
  const needed = requirements.filter((requirement) => requirement.parts.some((part) => parts.includes(part)));
  return [
    ...onLinuxOnly.map((part) => `"${part}" is measured on Linux only; leave it out with --only.`),
    ...needed
      .filter(({ program }) => !isOnPath(program))
      .map(({ program, debianPackage }) => `${program} is missing: sudo apt-get install ${debianPackage}`),
  ];
}

function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.some((folder) => existsSync(join(folder, program)));
}
