import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { DataDirectoryRefusal } from './data-directory.errors.ts';

/** 256 bits: cannot be guessed, and short enough for a link. */
const TOKEN_BYTES = 32;
const TOKEN_TEXT = /^[A-Za-z0-9._~-]{16,256}$/;

/** Where a peer keeps its access token. */
export function apiTokenFile(dataDir: string): string {
  return join(dataDir, 'api-token');
}

/** The token in a data directory, or undefined when there is none that can be read. */
export function readApiToken(dataDir: string): string | undefined {
  try {
    const text = readFileSync(apiTokenFile(dataDir), 'utf8').trim();
    return TOKEN_TEXT.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The token in a data directory, made (0600) on first use. A damaged file is refused, never replaced silently. */
export function readOrCreateApiToken(dataDir: string): Result<string, DataDirectoryRefusal> {
  const path = apiTokenFile(dataDir);
  const fresh = randomBytes(TOKEN_BYTES).toString('base64url');
  try {
    writeFileSync(path, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return accepted(fresh);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') return refused({ code: 'data-directory-unusable', path: dataDir, reason: message });
  }
  const token = readApiToken(dataDir);
  return token === undefined ? refused({ code: 'api-token-damaged', path }) : accepted(token);
}
