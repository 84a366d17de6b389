import { createHash } from 'node:crypto';
import type { ShareRecord } from '../../electron/engine/storage/sharesRepository.ts';
import { openStorage, type Storage } from '../../electron/engine/storage/storage.ts';
import { infoHashFromBytes } from '../../shared/infoHash.ts';
import type { Cleanup } from './cleanup.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** An open storage in a folder of its own; both are gone after the test. */
export async function startStorage(cleanup: Cleanup): Promise<{ readonly storage: Storage; readonly dataDir: string }> {
  const dataDir = await temporaryFolder(cleanup, 'storage');
  return { storage: reopen(cleanup, dataDir), dataDir };
}

export function reopen(cleanup: Cleanup, dataDir: string): Storage {
  const storage = openStorage({ dataDir });
  cleanup.add(() => storage.close());
  return storage;
}

/** A share whose every field follows from `number`; the info-hash is the real one of its bytes. */
export function exampleShare(number: number, { infoLength = 500, fileCount = 3 } = {}): ShareRecord {
  const infoBytes = new Uint8Array(infoLength).fill(number & 255);
  new DataView(infoBytes.buffer).setUint32(0, number);
  return {
    infoHash: infoHashFromBytes(createHash('sha1').update(infoBytes).digest()),
    infoBytes,
    createdAt: 1_700_000_000_000 + number,
    paused: false,
    uploadedBytes: 0,
    files: Array.from({ length: fileCount }, (_, i) => ({
      path: ['folder', `file ${i}`],
      sourcePath: `/home/me/folder/file ${i}`,
      length: i,
      mtimeMs: 1_700_000_000_000.25 + i,
    })),
  };
}
