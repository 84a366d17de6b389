import { join, resolve } from 'node:path';
import { z } from 'zod';
import { peerSchema, shareSchema, trackerPeerSchema } from '../../shared/model.ts';
import type { Cleanup } from './cleanup.ts';
import { ask } from './jsonHttp.ts';
import { type Program, runProgram, startProgram } from './programs.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** The program under test, from outside: started by its command line and read by its `--json` lines. */

const CLI = resolve(import.meta.dirname, '../../electron/cli.ts');

const ports = { trackerPort: z.number(), peerPort: z.number() };
const shareReady = z.object({
  infoHash: z.string(),
  name: z.string(),
  bytes: z.number(),
  pieceLength: z.number(),
  magnet: z.string(),
  torrentUrl: z.string(),
  ...ports,
});
/** `console` is a link that signs in once. */
const serveReady = z.object({
  ...ports,
  controlPort: z.number(),
  shares: z.array(shareSchema),
  console: z.string().optional(),
});
const shown = z.object({ share: shareSchema, connected: z.array(peerSchema), announced: z.array(trackerPeerSchema) });

export type ShareReady = z.infer<typeof shareReady>;
export type ServeReady = z.infer<typeof serveReady>;
export type Shown = z.infer<typeof shown>;

export interface GranaryOptions {
  /** The one address to serve; the tracker's and the seeder's. */
  readonly address: string;
  /** A new one when absent. */
  readonly dataDir?: string;
  /** Further flags, as in `['--https']`. */
  readonly flags?: readonly string[];
  /** Free ones when absent. */
  readonly ports?: { readonly trackerPort: number; readonly peerPort: number; readonly controlPort?: number };
}

export interface Granary<Ready> {
  readonly ready: Ready;
  readonly dataDir: string;
  readonly program: Program;
  /** `http://address:port` of the tracker, brackets around IPv6. */
  readonly httpOrigin: string;
  readonly httpTracker: string;
  readonly udpTracker: string;
  /** What `granary show --json` says. */
  show(infoHash: string): Promise<Shown>;
}

/** `granary share PATH`, up to its ready line. */
export async function startShare(
  cleanup: Cleanup,
  options: GranaryOptions & { readonly path: string; readonly pieceLength?: number },
): Promise<Granary<ShareReady>> {
  const pieceLength = options.pieceLength === undefined ? [] : ['--piece-length', String(options.pieceLength)];
  const started = await start(cleanup, ['share', options.path, ...pieceLength], options);
  return { ...started, ready: shareReady.parse(started.ready) };
}

/** `granary serve` up to its ready line. */
export async function startServe(cleanup: Cleanup, options: GranaryOptions): Promise<Granary<ServeReady>> {
  const started = await start(cleanup, ['serve'], options);
  return { ...started, ready: serveReady.parse(started.ready) };
}

/** Runs any other command to its end. */
export async function runGranary(
  cleanup: Cleanup,
  args: readonly string[],
): Promise<{ status: number | null; output: string }> {
  return runProgram(cleanup, { command: process.execPath, args: [CLI, ...args] });
}

/** The .torrent as the ready line's address gives it to a browser. */
export async function fetchTorrent({ torrentUrl }: { readonly torrentUrl: string }): Promise<Uint8Array> {
  return new Uint8Array(await (await ask(torrentUrl)).arrayBuffer());
}

async function start(cleanup: Cleanup, command: readonly string[], options: GranaryOptions): Promise<Granary<unknown>> {
  const { address } = options;
  const dataDir = options.dataDir ?? join(await temporaryFolder(cleanup, 'data'), 'data');
  const { trackerPort, peerPort, controlPort = 0 } = options.ports ?? { trackerPort: 0, peerPort: 0 };
  const program = await startProgram(cleanup, {
    command: process.execPath,
    args: [
      ...[CLI, ...command, '--json', '--data-dir', dataDir, '--interface', address],
      ...(options.flags ?? []),
      ...['--port', String(trackerPort), '--peer-port', String(peerPort), '--control-port', String(controlPort)],
    ],
  });
  const ready: unknown = JSON.parse(await program.line((line) => line.includes('"event":"ready"')));
  const bound = z.object(ports).parse(ready);
  const endpoint = `${address.includes(':') ? `[${address}]` : address}:${bound.trackerPort}`;
  return {
    ready,
    dataDir,
    program,
    httpOrigin: `http://${endpoint}`,
    httpTracker: `http://${endpoint}/announce`,
    udpTracker: `udp://${endpoint}/announce`,
    show: async (infoHash) => {
      const { status, output } = await runGranary(cleanup, ['show', infoHash, '--json', '--data-dir', dataDir]);
      if (status !== 0) throw new Error(`granary show ended with ${status}: ${output}`);
      return shown.parse(JSON.parse(output));
    },
  };
}
