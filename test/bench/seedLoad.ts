import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../support/programs.ts';
import { BLOCK_BYTES, writeRequests } from './blockRequests.ts';
import { connectLeecher } from './leecher.ts';
import { processorSeconds } from './processTree.ts';
import type { SeedPlan, SeedRun } from './seedClient.ts';
import type { SeedTarget } from './seedTarget.ts';
import { type BigFile, withCleanup } from './workbench.ts';

export interface MeasuredSeedRun extends SeedRun {
  readonly seederProcessorSeconds: number;
}

const DEPTH = 128;
/** One peer takes the file once; several take twice its size together, so that every byte is asked for by two of them. */
const SHARES_OF_FILE = new Map([
  [1, 1],
  [4, 1 / 2],
  [16, 1 / 8],
]);
const SAMPLED_PIECES = 16;
const CLIENT_FILE = fileURLToPath(new URL('seedClient.ts', import.meta.url));

/**
 * Lets `peers` (1, 4 or 16) leechers of another process take their part of the file, each from another offset on, as fast as
 * it comes or as `pace` says.
 */
export async function loadSeeder(
  target: SeedTarget,
  peers: number,
  pace: Pick<SeedPlan, 'bytesPerSecond'> = {},
): Promise<MeasuredSeedRun> {
  const args = [CLIENT_FILE, JSON.stringify({ ...planOf(target, peers), ...pace })];
  const before = processorSeconds(target.processId);
  const { status, output } = await withCleanup((cleanup) => runProgram(cleanup, { command: process.execPath, args }));
  const seederProcessorSeconds = processorSeconds(target.processId) - before;
  if (status !== 0) throw new Error(`the load on ${target.name} failed: ${output}`);
  return { ...(JSON.parse(output) as SeedRun), seederProcessorSeconds };
}

function planOf({ host, port, infoHash, pieceLength, totalBytes }: SeedTarget, peers: number): SeedPlan {
  const totalBlocks = totalBytes / BLOCK_BYTES;
  const blocks = totalBlocks * (SHARES_OF_FILE.get(peers) ?? 1 / peers);
  const ranges = Array.from({ length: peers }, (_, i) => ({ firstBlock: (totalBlocks / peers) * i, blocks }));
  return { host, port, infoHash, pieceLength, totalBytes, depth: DEPTH, peers: ranges };
}

/** Fetches pieces from all over the file and compares them with it, byte for byte. Throws when one differs. */
export async function checkSeeder(target: SeedTarget, file: BigFile): Promise<void> {
  const pieces = target.totalBytes / target.pieceLength;
  await using content = await open(file.path);
  for (let i = 0; i < SAMPLED_PIECES; i++) {
    const piece = Math.floor((i * (pieces - 1)) / (SAMPLED_PIECES - 1));
    const expected = Buffer.alloc(target.pieceLength);
    await content.read(expected, 0, expected.length, piece * target.pieceLength);
    const fetched = await fetchPiece(target, piece);
    if (!expected.equals(fetched)) throw new Error(`${target.name} sent wrong bytes for piece ${piece}`);
  }
}

async function fetchPiece(target: SeedTarget, piece: number): Promise<Uint8Array> {
  const blocks = target.pieceLength / BLOCK_BYTES;
  const bodies: Uint8Array[] = [];
  const leecher = connectLeecher({
    ...target,
    infoHash: Buffer.from(target.infoHash, 'hex'),
    onPieceBody: (part) => void bodies.push(Uint8Array.from(part)),
  });
  try {
    await leecher.download(writeRequests({ firstBlock: piece * blocks, blocks }, target), DEPTH);
  } finally {
    leecher.close();
  }
  return assemble(Buffer.concat(bodies), target.pieceLength);
}

/** Puts blocks where their own messages say they belong: they need not come in the order of the requests. */
function assemble(bodies: Buffer, pieceLength: number): Uint8Array {
  const piece = new Uint8Array(pieceLength);
  for (let at = 0; at < bodies.length; at += 8 + BLOCK_BYTES) {
    piece.set(bodies.subarray(at + 8, at + 8 + BLOCK_BYTES), bodies.readUInt32BE(at + 4));
  }
  return piece;
}
