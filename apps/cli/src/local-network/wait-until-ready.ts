import { setTimeout as sleep } from 'node:timers/promises';
import { CliFailure } from '../cli-failure.ts';
import { answersReady, POLL_INTERVAL_MS } from './answers-ready.ts';
import type { Program, ProgramEnd } from './program.ts';

/** A store with a hundred thousand blocks opens within seconds; this is for slow machines under load. */
const READY_TIMEOUT_MS = 120_000;
/** The programs' own exit code for a configuration that cannot be right. */
const CONFIGURATION_EXIT_CODE = 2;

/** Waits until a program answers that it is ready; a CliFailure with its last words when it ends before, or is late. */
export async function waitUntilReady(program: Program, isStopping: () => boolean): Promise<void> {
  const { name, httpPort, logFile } = program.plan;
  let end: ProgramEnd | undefined;
  void program.ended.then((ended) => {
    end = ended;
  });
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  while (!(await answersReady({ host: '127.0.0.1', port: httpPort }))) {
    if (isStopping()) return;
    if (end !== undefined) throw endedEarly(name, end, logFile);
    if (performance.now() > deadlineMs) {
      throw new CliFailure(1, 'not-ready', `${name} was not ready within ${READY_TIMEOUT_MS / 1000} s; see ${logFile}`);
    }
    await sleep(POLL_INTERVAL_MS);
  }
}

function endedEarly(name: string, end: ProgramEnd, logFile: string): CliFailure {
  const message = `${describeEnd(name, end)} before it was ready. Its last words, from ${logFile}:\n${indented(end.lastLines)}`;
  return new CliFailure(end.code === CONFIGURATION_EXIT_CODE ? 2 : 1, 'program-ended', message);
}

/** "peer 2 ended with code 1". */
export function describeEnd(name: string, end: ProgramEnd): string {
  return `${name} ended ${end.signal === null ? `with code ${end.code}` : `by ${end.signal}`}`;
}

/** Lines of a log as they stand under a sentence. */
export function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}
