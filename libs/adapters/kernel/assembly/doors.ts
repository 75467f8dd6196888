import { HEADER } from './layout';
import { DIGEST, MAX_MESSAGE_BYTES, MESSAGE } from './message';
import { prepareHeader } from './prepare';

/** What the host sees of either kernel, besides its inner loops. */

/** The address at which the host writes the header's 80 bytes before it calls {@link prepare}. */
export function headerAddress(): usize {
  return HEADER;
}

export function prepare(): void {
  prepareHeader();
}

/** Where the host writes a message, and how long it may be; where it reads the digest. */
export function messageAddress(): usize {
  return MESSAGE;
}

export function maxMessageBytes(): usize {
  return MAX_MESSAGE_BYTES;
}

export function digestAddress(): usize {
  return DIGEST;
}
