import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files of the folder that the torrents in test/corpus/metainfo were made of: path and bytes. */
const FILES: Readonly<Record<string, number>> = {
  'a b/x.bin': 40_000,
  'a-list.txt': 333,
  'a/x.bin': 70_001,
  'empty.txt': 0,
  'one.byte': 1,
  'sub/deep.bin': 5000,
  'sub/deep/deeper/end mid-piece.bin': 100_003,
  'été/日本語 🌾.txt': 1234,
  '￡.txt': 10,
  '🌾.txt': 20,
  '.hidden': 7,
};

/** The file that the torrents of a single file were made of. */
export const GRAIN_FILE = 'sub/deep/deeper/end mid-piece.bin';

/** Makes the folder `Grain Store`, the same byte for byte each time, and returns its path. */
export async function createGrainStore(parent: string): Promise<string> {
  const root = join(parent, 'Grain Store');
  for (const [path, length] of Object.entries(FILES)) {
    const file = join(root, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, grainBytes(path, length));
  }
  return root;
}

/** Bytes with a period far from any power of two, so that no two blocks are alike. */
function grainBytes(path: string, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => ((i * i) % 65_521) + i * 7 + path.length);
}
