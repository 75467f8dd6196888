import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';

/** Where the figures come from. */
export function machine(): Record<string, number | string> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
    node: process.version,
  };
}
