import { type Hash, hashFromBytes, hashToBytes } from '#domain/primitives/hash';
import type { PreambleRefusal } from './preamble.errors.ts';

/** Version of everything from the preamble upwards. Two versions don't talk: the number changes only when they can't. */
export const PROTOCOL_VERSION = 1;

const MAGIC = Buffer.from('CHEZ', 'ascii');
const VERSION_OFFSET = MAGIC.length;
const GENESIS_OFFSET = VERSION_OFFSET + 2;

/** `CHEZ` (4) ‖ version uint16 LE (2) ‖ genesis hash in internal order (32). */
export const PREAMBLE_BYTES = GENESIS_OFFSET + 32;

/** The part of the preamble by which another protocol (a browser, say) is known before the rest has come. */
export const PREAMBLE_MAGIC_BYTES = MAGIC.length;

/** The bytes that both sides send at once, in the clear, before anything else. */
export function encodePreamble(genesisHash: Hash, version: number = PROTOCOL_VERSION): Buffer {
  const preamble = Buffer.alloc(PREAMBLE_BYTES);
  preamble.set(MAGIC, 0);
  preamble.writeUInt16LE(version, VERSION_OFFSET);
  preamble.set(hashToBytes(genesisHash), GENESIS_OFFSET);
  return preamble;
}

/** Whether the first {@link PREAMBLE_MAGIC_BYTES} are ours. */
export function checkPreambleMagic(start: Buffer): PreambleRefusal | undefined {
  return start.subarray(0, MAGIC.length).equals(MAGIC) ? undefined : { code: 'preamble-magic' };
}

/** Why these {@link PREAMBLE_BYTES} bytes of the other side end the connection; undefined when they fit ours. */
export function checkPreamble(theirs: Buffer, genesisHash: Hash): PreambleRefusal | undefined {
  const magic = checkPreambleMagic(theirs);
  if (magic !== undefined) return magic;
  const theirVersion = theirs.readUInt16LE(VERSION_OFFSET);
  if (theirVersion !== PROTOCOL_VERSION) return { code: 'preamble-version', theirVersion };
  const theirGenesisHash = hashFromBytes(theirs.subarray(GENESIS_OFFSET));
  return theirGenesisHash === genesisHash ? undefined : { code: 'preamble-genesis', theirGenesisHash };
}
