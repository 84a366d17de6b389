import { fileURLToPath } from 'node:url';
import type { Cleanup } from '../support/cleanup.ts';
import { type Program, startProgram } from '../support/programs.ts';
import type { SeedTarget } from './seedTarget.ts';

/** Granary as a person starts it: the command line, in a process of its own. */

const CLI_FILE = fileURLToPath(new URL('../../electron/cli.ts', import.meta.url));

/** What the first line of `share --json` says, as far as it matters here. */
export interface ReadyLine {
  readonly infoHash: string;
  readonly bytes: number;
  readonly pieceLength: number;
  readonly torrentUrl: string;
  readonly peerPort: number;
}

/** Arguments for Node. */
export function granaryArgs(...args: readonly string[]): string[] {
  return [CLI_FILE, ...args];
}

export interface ShareOptions {
  /** An empty folder. */
  readonly dataDir: string;
  readonly path: string;
  readonly flags: readonly string[];
}

/** Starts `granary share` on free ports. */
export async function startShare(cleanup: Cleanup, { dataDir, path, flags }: ShareOptions): Promise<Program> {
  const ports = ['--port', '0', '--peer-port', '0', '--control-port', '0'];
  const args = granaryArgs('share', path, '--data-dir', dataDir, ...ports, '--no-dht', ...flags);
  return startProgram(cleanup, { command: process.execPath, args });
}

/** Waits for the first line of `share --json`, which it prints once everything listens. */
export async function readyLine(program: Program): Promise<ReadyLine> {
  const line = await program.line((text) => text.startsWith('{'));
  const ready = JSON.parse(line) as ReadyLine & { event?: string };
  if (ready.event !== 'ready') throw new Error(`granary share did not begin with its ready line: ${line}`);
  return ready;
}

export function targetOf(program: Program, ready: ReadyLine): SeedTarget {
  const { infoHash, peerPort: port, pieceLength, bytes: totalBytes } = ready;
  return {
    name: 'Granary',
    processId: program.processId,
    host: '127.0.0.1',
    port,
    infoHash,
    pieceLength,
    totalBytes,
  };
}

/** The .torrent as Granary hands it out. */
export async function fetchTorrent({ torrentUrl }: ReadyLine): Promise<Uint8Array> {
  const response = await fetch(torrentUrl);
  if (!response.ok) throw new Error(`${torrentUrl} answered with status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
