import { spawnSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { GIB } from '../../shared/units.ts';
import type { Part } from './options.ts';

/** What the figures were measured on: figures of different machines, or kernels, do not compare. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  /** Name and version of each program that took part. */
  readonly programs: readonly string[];
}

interface VersionedProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly parts: readonly Part[];
}

const versioned: readonly VersionedProgram[] = [
  { command: 'qbittorrent-nox', args: ['--version'], parts: ['seed'] },
  { command: 'transmission-create', args: ['--version'], parts: ['create'] },
  // opentracker itself prints no version.
  { command: 'dpkg-query', args: ['-W', 'opentracker'], parts: ['udp', 'http', 'scale'] },
];

export function describeMachine(parts: readonly Part[]): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    processor: processors[0]?.model.trim() ?? 'unknown processor',
    memoryGiB: Math.round(totalmem() / GIB),
    kernel: `${type()} ${release()}`,
    node: `Node ${process.version}`,
    programs: versioned.filter((program) => program.parts.some((part) => parts.includes(part))).map(versionOf),
  };
}

export function machineLine({ cores, processor, memoryGiB, kernel, node, programs }: Machine): string {
  return [`${cores} cores (${processor}), ${memoryGiB} GiB`, kernel, node, ...programs].join('; ');
}

function versionOf({ command, args }: VersionedProgram): string {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 10_000 });
  const [firstLine = ''] = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n');
  return firstLine.replaceAll(/\s+/g, ' ') || `${command} of unknown version`;
}
