import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { CheckpointWorkerData } from './checkpoints.ts';

/** Entry of the thread of checkpoints.ts: a checkpoint for each message, and none behind the last one for a while. */
const port = parentPort;
if (port === null) throw new Error('checkpointWorker.ts runs as a worker thread');
const { file, idleMs } = workerData as CheckpointWorkerData;
/** What is written meanwhile is left over: little, the second time. */
const ROUNDS = 3;

const database = new Database(file, { fileMustExist: true });
// It waits for no other: what is in use stays in the log.
database.pragma('synchronous = NORMAL');
const idle = setTimeout(end, idleMs);

port.on('message', () => {
  idle.refresh();
  for (let round = 0; round < ROUNDS && !isAllDone(); round++);
});
port.postMessage('ready');

function isAllDone(): boolean {
  const [result] = database.pragma('wal_checkpoint(PASSIVE)') as readonly { log: number; checkpointed: number }[];
  return result === undefined || result.log === result.checkpointed;
}

function end(): void {
  database.close();
  port?.close();
}
