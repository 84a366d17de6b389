import { randomBytes } from 'node:crypto';
import { parseInfoHash } from '../../shared/infoHash.ts';
import { openStorage } from '../../electron/engine/storage/storage.ts';
import { exampleShare } from './storageFixture.ts';

/**
 * A process of its own that opens the storage in the data directory it is given, says `open`, and then writes without
 * end: a share, the counter of the share before, and a DHT table. Each share is told once it is stored.
 * When the storage cannot be opened it says why, as JSON, and ends.
 */
const [, , dataDir = ''] = process.argv;

try {
  const storage = openStorage({ dataDir });
  say('open');
  writeForEver(storage, storage.shares.list().length);
} catch (error) {
  say(JSON.stringify(error, ['code', 'message', 'hint']));
}

function writeForEver(storage: ReturnType<typeof openStorage>, number: number): void {
  const share = exampleShare(number, { infoLength: 20_000, fileCount: 50 });
  storage.shares.insert(share);
  storage.transaction(() => {
    storage.shares.setUploadedBytes([[share.infoHash, 1000 + number]]);
    storage.dht.save({ id: Buffer.alloc(20, number), nodes: [{ id: randomBytes(20), host: '10.0.0.1', port: 1 }] });
  });
  say(parseInfoHash(share.infoHash) ?? '');
  setImmediate(writeForEver, storage, number + 1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
