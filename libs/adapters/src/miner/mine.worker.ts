import { constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from '../workers/lower-priority.ts';
import { headerHashValue } from './header-hash.ts';
import { Kernel } from './kernel.ts';
import type { MiningJob, MiningJobEnd, MiningThreadData } from './mining-messages.ts';
import { type NonceChunk, SearchControl } from './search-control.ts';

const data = workerData as MiningThreadData;
const kernel = new Kernel(data.kernel);
// HTTP and network come first.
if (data.priority === 'low') lowerPriority(constants.priority.PRIORITY_LOW);

parentPort?.on('message', (job: MiningJob) => {
  const end: MiningJobEnd = { search: job.search, nonce: work(job) };
  parentPort?.postMessage(end);
});

/** Takes chunk after chunk until one has the nonce, none is left, or the search is stopped. */
function work(job: MiningJob): number | undefined {
  const control = new SearchControl({ buffer: job.control });
  kernel.setHeader(job.header);
  while (!control.isStopped) {
    const chunk = control.takeChunk(job.range);
    if (chunk === undefined) return undefined;
    const nonce = searchChunk(job, chunk);
    control.addHashes(job.thread, nonce === undefined ? chunk.count : nonce - chunk.start + 1);
    if (nonce === undefined) continue;
    control.stop();
    return nonce;
  }
  return undefined;
}

function searchChunk({ header, target }: MiningJob, { start, count }: NonceChunk): number | undefined {
  const highestTop = Number(target >> 224n);
  const end = start + count;
  for (let next = start; next < end; ) {
    const nonce = kernel.firstCandidate(next, end - next, highestTop);
    if (nonce === undefined || headerHashValue(header, nonce) <= target) return nonce;
    next = nonce + 1;
  }
  return undefined;
}
