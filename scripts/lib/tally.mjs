import { stripVTControlCharacters } from 'node:util';

/** Says how much passed and failed, as the last line of a script, and gives the script's exit code. */
export function passedAndFailed(passed, failed) {
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/** Reads that line back from a script's output, colours around it or not, or undefined when there is none. */
export function readTally(output) {
  const last = stripVTControlCharacters(output).trimEnd().split('\n').at(-1);
  const match = /^(\d+) passed, (\d+) failed$/.exec(last);
  return match === null ? undefined : { passed: Number(match[1]), failed: Number(match[2]) };
}
