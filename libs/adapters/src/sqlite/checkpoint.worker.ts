import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { CheckpointReply, CheckpointThreadData } from './checkpoint-thread.ts';

// The thread's whole life: each message is one checkpoint to make; the reply says whether it went well.
const { path } = workerData as CheckpointThreadData;
const database = new Database(path, { fileMustExist: true });

parentPort?.on('message', () => {
  let reply: CheckpointReply;
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
    reply = {};
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(reply);
});
