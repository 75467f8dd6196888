import { constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from '../workers/lower-priority.ts';
import { BatchMemory } from './batch-memory.ts';
import { checkWithNoble } from './check-with-noble.ts';
import { loadNativeCheck } from './load-native-check.ts';
import type { VerifierBatchMessage, VerifierThreadData } from './verifier-thread.ts';

// The main thread hands over what is to be checked, connects it and answers HTTP: it must not wait for a core.
lowerPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// The thread's whole life: a message names a slot and how many checks it holds; the slot's number is the reply.
const { implementation, buffer } = workerData as VerifierThreadData;
const memory = new BatchMemory(buffer);
const checkSignature = implementation === 'native' ? loadNativeCheck() : checkWithNoble;

parentPort?.on('message', ({ slot, count }: VerifierBatchMessage) => {
  memory.answerAll(slot, count, checkSignature);
  parentPort?.postMessage(slot);
});
