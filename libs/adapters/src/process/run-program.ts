import { StartFailure } from './start-failure.ts';
import { listenForStopRequests } from './stop-requests.ts';

const EXIT_BAD_START = 2;
const EXIT_BROKEN = 1;

/**
 * Runs a program's start. What its user can mend ({@link StartFailure}) is one clear message and exit code 2; what
 * nobody expected is told whole and ends it with 1, then and later: a process in an unknown state does not go on. Asked
 * to end before the start has said how (`stopWhenAsked`), it ends at once, with 0.
 */
export function runProgram(start: () => Promise<void>): void {
  const end = (error: unknown): void => {
    if (error instanceof StartFailure) {
      process.stderr.write(`${error.message}\n`);
      process.exit(EXIT_BAD_START);
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(EXIT_BROKEN);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  listenForStopRequests();
  start().catch(end);
}
