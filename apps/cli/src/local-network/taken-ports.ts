import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProgramPlan } from './plan.ts';

/** A port that some other program listens on. */
export interface TakenPort {
  readonly port: number;
  readonly usedFor: string;
}

const RETRY_INTERVAL_MS = 200;

/**
 * The ports of these programs that cannot be listened on, asked again until `patienceMs` is over: programs of a
 * network whose starter was killed need a moment to notice and stop.
 */
export async function takenPorts(programs: readonly ProgramPlan[], patienceMs = 0): Promise<TakenPort[]> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const taken: TakenPort[] = [];
    for (const { name, tcpPort, httpPort } of programs) {
      if (!(await isFree(tcpPort))) taken.push({ port: tcpPort, usedFor: `${name}, TCP` });
      if (!(await isFree(httpPort))) taken.push({ port: httpPort, usedFor: `${name}, HTTP` });
    }
    if (taken.length === 0 || performance.now() >= deadlineMs) return taken;
    await sleep(RETRY_INTERVAL_MS);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => answer(true)));
  });
}
