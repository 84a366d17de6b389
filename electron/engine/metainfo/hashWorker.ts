import { parentPort, workerData } from 'node:worker_threads';
import { createPieceDigester } from './pieceDigester.ts';
import type { HashRequest, HashWorkerData } from './hashPool.ts';

/** Entry of a hashing thread: answers each stretch, in order, with the hashes of the pieces that ended in it. */
const port = parentPort;
if (port === null) throw new Error('hashWorker.ts runs as a worker thread');
const digester = createPieceDigester((workerData as HashWorkerData).pieceLength);

port.on('message', ({ bytes, isPieceEnd }: HashRequest) => {
  port.postMessage(digester.add(bytes, isPieceEnd));
});
