import { readFileSync, statSync } from 'node:fs';

/** No secret is longer; a path to something huge must not fill the memory. */
const MAX_SECRET_BYTES = 4096;

/** The text of a file of at most 4 KiB, or undefined when there is none such. */
export function readSecretFileFromDisk(path: string): string | undefined {
  try {
    const status = statSync(path);
    if (!status.isFile() || status.size > MAX_SECRET_BYTES) return undefined;
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
