import { createCipheriv } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MIB } from '../../shared/units.ts';

/** Names that are awkward for some client, in composed form (NFC), under folders three deep. */
const FILES: Readonly<Record<string, number>> = {
  'README first.txt': 1234,
  'empty file.txt': 0,
  'one byte.bin': 1,
  'video/Große Reise – Teil 1.mkv': 120 * MIB + 12_345,
  'video/Große Reise – Teil 2.mkv': 40 * MIB,
  'video/subtitles/日本語 字幕.srt': 54_321,
  'video/subtitles/Ελληνικά.srt': 65_536,
  'photos/2026 summer/été à la plage 🏖.jpg': 7 * MIB + 1,
  "photos/2026 summer/it's (a) [test] & more.jpg": 3 * MIB - 1,
  'photos/2026 summer/.hidden picture': 9999,
  'a/b/c/d/e/deep.bin': 16_384,
  'ends mid-piece.bin': 25 * MIB + 7,
};
const SMALL_FILES = 60;
const WRITE_BYTES = 4 * MIB;

/** A folder of about 200 MB that is the same byte for byte each time: `FILES` and 60 small ones. Returns its path. */
export async function createFixtureFolder(parent: string, name = 'Shared folder – ünïcode'): Promise<string> {
  const root = join(parent, name);
  const small = Array.from({ length: SMALL_FILES }, (_, i): [string, number] => [
    `small/part ${i}.dat`,
    1000 + i * 777,
  ]);
  for (const [path, bytes] of [...Object.entries(FILES), ...small]) {
    const file = join(root, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeNoise(file, bytes, path);
  }
  return root;
}

/** Writes bytes that look random and depend on `seed` alone. */
export async function writeNoise(file: string, bytes: number, seed: string): Promise<void> {
  if (bytes <= WRITE_BYTES) return writeFile(file, noise(seed)(bytes));
  const next = noise(seed);
  await using handle = await open(file, 'w');
  for (let left = bytes; left > 0; left -= WRITE_BYTES) await handle.write(next(Math.min(left, WRITE_BYTES)));
}

/** The key stream of a cipher: as fast as the disk, and without a pattern that a mixed-up offset could hide behind. */
function noise(seed: string): (bytes: number) => Uint8Array {
  const key = Buffer.alloc(16);
  key.write(seed.slice(-16));
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16, seed.length));
  return (bytes) => cipher.update(Buffer.alloc(bytes));
}
