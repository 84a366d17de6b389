import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeBencode } from '../../electron/engine/codec/bencode.ts';
import type { Info } from '../../electron/engine/metainfo/info.ts';
import type { SourceFile } from '../../electron/engine/metainfo/sourceFiles.ts';
import { infoHashFromBytes } from '../../shared/infoHash.ts';
import { writeNoise } from './fixtureFolder.ts';
import { sha1 } from './testLeecher.ts';

/** A folder with content and the torrent of it, made without the product's own builder. */
export interface TestShare {
  readonly info: Info;
  readonly files: readonly SourceFile[];
  /** All files end to end, as the torrent sees them. */
  readonly content: Uint8Array;
}

export interface TestShareOptions {
  /** Lengths by path, in the order of the torrent. */
  readonly files: Readonly<Record<string, number>>;
  readonly pieceLength: number;
  readonly private?: boolean;
}

/** Makes the files under `folder`, full of noise. */
export async function makeTestShare(folder: string, options: TestShareOptions): Promise<TestShare> {
  const files: SourceFile[] = [];
  const parts: Buffer[] = [];
  for (const [path, length] of Object.entries(options.files)) {
    const sourcePath = join(folder, path);
    await mkdir(dirname(sourcePath), { recursive: true });
    await writeNoise(sourcePath, length, path);
    files.push(await recordOf(path.split('/'), sourcePath));
    parts.push(await readFile(sourcePath));
  }
  const content = Buffer.concat(parts);
  return { files, content, info: infoOf(files, content, options) };
}

/** Puts other bytes of the same length into a file, and makes sure that its time of change is another. */
export async function modifyFile(file: SourceFile): Promise<void> {
  await writeFile(file.sourcePath, Buffer.alloc(file.length, 1));
  await utimes(file.sourcePath, new Date(), new Date(file.mtimeMs + 5000));
}

export async function recordOf(path: readonly string[], sourcePath: string): Promise<SourceFile> {
  const { size: length, mtimeMs } = await stat(sourcePath);
  return { path, sourcePath, length, mtimeMs };
}

function infoOf(files: readonly SourceFile[], content: Uint8Array, options: TestShareOptions): Info {
  const { pieceLength } = options;
  const pieceCount = Math.ceil(content.length / pieceLength);
  const pieceHashes = Buffer.concat(
    Array.from({ length: pieceCount }, (_, i) => sha1(content.subarray(i * pieceLength, (i + 1) * pieceLength))),
  );
  const infoBytes = writeBencode({
    files: files.map((file) => ({ length: file.length, path: file.path.map(encode) })),
    name: encode('share'),
    'piece length': pieceLength,
    pieces: pieceHashes,
    ...(options.private === true && { private: 1 }),
  });
  let offset = 0;
  return {
    infoHash: infoHashFromBytes(sha1(infoBytes)),
    infoBytes,
    name: 'share',
    isSingleFile: false,
    pieceLength,
    pieceHashes,
    totalBytes: content.length,
    files: files.map(({ path, length }) => {
      offset += length;
      return { path, length, offset: offset - length };
    }),
    private: options.private === true,
  };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
