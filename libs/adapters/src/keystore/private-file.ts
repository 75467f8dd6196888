import { randomBytes } from 'node:crypto';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;

/** The text of a file of at most `maxBytes`; `too-long` for a longer one, undefined when there is none. Throws errnos. */
export async function readPrivateFile(
  path: string,
  maxBytes: number,
): Promise<{ readonly text: string } | 'too-long' | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const buffer = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      length += bytesRead;
      if (length > maxBytes) return 'too-long';
      if (bytesRead === 0) return { text: buffer.toString('utf8', 0, length) };
    }
  } finally {
    await file.close();
  }
}

/**
 * Writes a file that only its owner can read: complete and on disk under its name, or not there at all, also when the
 * power fails. False when the name is taken: nothing is ever replaced. Throws errnos.
 */
export async function createPrivateFile(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', OWNER_ONLY);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await nameWithoutReplacing(temporary, path))) return false;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

/** What the operating system calls the failure, such as ENOSPC. */
export function errnoOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** A link fails where the name is taken, which a rename would not. */
async function nameWithoutReplacing(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST' || (await isTaken(path))) return false;
    // A file system without hard links. Between look and rename nobody comes: one process owns a data directory.
    await rename(temporary, path);
    return true;
  }
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder; its file systems keep the name without it.
  const handle = await open(folder, 'r').catch(() => undefined);
  if (handle === undefined) return;
  await handle.sync().finally(() => handle.close());
}
