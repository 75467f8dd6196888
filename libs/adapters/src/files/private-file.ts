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
    // Not what the size says but what is there: a file may grow, and a device has no size.
    const bytes: Buffer[] = [];
    let length = 0;
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) return 'too-long';
      bytes.push(chunk);
    }
    return { text: Buffer.concat(bytes).toString('utf8') };
  } finally {
    await file.close();
  }
}

/**
 * Writes a file that only its owner can read: complete and on disk under its name, or not there at all, also when the
 * power fails. False when the name is taken: nothing is ever replaced. Throws errnos.
 */
export function createPrivateFile(path: string, text: string): Promise<boolean> {
  // A name of its own: two processes may try at once, and only one of them wins.
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  return write(temporary, text, () => nameWithoutReplacing(temporary, path));
}

/** The same, in place of the file that may have the name: then the old one or the new one is there, whole. */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  // Always the same name: what a crash left behind is written over by the next one.
  const temporary = `${path}.new`;
  await write(temporary, text, async () => {
    await rename(temporary, path);
    return true;
  });
}

/** What the operating system calls the failure, such as ENOSPC. */
export function errnoOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** Writes the temporary file, lets it be named, and gives what naming gave. */
async function write(temporary: string, text: string, name: () => Promise<boolean>): Promise<boolean> {
  try {
    const file = await open(temporary, 'w', OWNER_ONLY);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await name())) return false;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(temporary));
  return true;
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
