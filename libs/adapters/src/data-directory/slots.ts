import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** More peers than this do not share one volume. */
const MAX_SLOTS = 256;

/** What a slot tells about its use. */
interface SlotUse {
  readonly path: string;
  /** Who used it last; undefined when nobody did. */
  readonly holder: string | undefined;
  /** When it was last claimed or let go, in ms since 1970; 0 when it never was. */
  readonly usedAtMs: number;
}

/**
 * Every slot of a shared data directory, the best for this holder first.
 *
 * Its own comes first: a container that crashed returns to its wallet, whatever is free meanwhile. Then the one that was
 * in use last: after `down` and `up` the same wallets are there, also when those in use were not the first ones, and a
 * container that replaces another takes over what that one had. Slots that were never used come last, by number.
 */
export function slotsByPreference(dataDir: string, holder: string): string[] {
  return Array.from({ length: MAX_SLOTS }, (_, at) => readUse(join(dataDir, `slot-${at + 1}`)))
    .sort((a, b) => Number(b.holder === holder) - Number(a.holder === holder) || b.usedAtMs - a.usedAtMs)
    .map(({ path }) => path);
}

/** Writes down who uses a slot, or who did until now. Throws when the slot cannot be written. */
export function markHolder(slot: string, holder: string): void {
  writeFileSync(holderFile(slot), `${holder}\n`, { mode: 0o600 });
}

function holderFile(slot: string): string {
  return join(slot, 'holder');
}

function readUse(path: string): SlotUse {
  try {
    return {
      path,
      holder: readFileSync(holderFile(path), 'utf8').trim(),
      usedAtMs: statSync(holderFile(path)).mtimeMs,
    };
  } catch {
    return { path, holder: undefined, usedAtMs: 0 };
  }
}
