/** The longest message that the digests take, in bytes. */
export const MAX_MESSAGE_BYTES: usize = 16384;

/** The host writes a message here, or nodes of a merkle tree; behind it is room for the padding. */
export const MESSAGE = memory.data(16384 + 128, 16);

/** The host reads a digest here. */
export const DIGEST = memory.data(32, 16);

/** Lanes: the eight words of a hash between two blocks of its message. */
export const STATE = memory.data(128, 16);
