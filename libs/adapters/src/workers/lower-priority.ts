import { platform, setPriority } from 'node:os';

/**
 * Gives the calling worker thread a lower priority than the main one, so that the event loop comes first when there
 * are more threads than cores. Only on Linux is it this thread alone; elsewhere it would be the whole process.
 *
 * @param priority as of `os.constants.priority`: 0 … 19, higher is lower
 */
export function lowerPriority(priority: number): void {
  if (platform() !== 'linux') return;
  try {
    setPriority(priority);
  } catch {
    // A container may forbid it: then the thread has the priority of everything else.
  }
}
