/** A share is about 200 bytes; a long user agent and address fit twice over. */
export const MAX_LINE_BYTES = 4_096;
/** Twenty times what vardiff leads a miner to; the first seconds of a strong miner come in bursts. */
export const MAX_LINES_PER_SECOND = 50;
export const MAX_LINES_AT_ONCE = 200;
/** A miner speaks at once; whoever does not holds a place for nothing. */
export const AUTHORISE_TIMEOUT_MS = 15_000;
/** At the least difficulty a miner of a hundred hashes a second is heard of in this time. */
export const IDLE_TIMEOUT_MS = 600_000;
/** About a hundred and fifty jobs: a miner that has not read that much reads nothing. */
export const MAX_UNREAD_BYTES = 262_144;
/** As many machines as one peer feeds from its event loop without noticing. */
export const MAX_CONNECTIONS = 256;
/** Of one address that is not this machine: a farm behind one router fits, one stranger does not take all places. */
export const MAX_CONNECTIONS_PER_ADDRESS = 64;
/** Somebody who sends this many lines that are none speaks another protocol. */
export const MAX_MALFORMED_LINES = 10;
/** Lines that came and were not answered yet: after a burst the socket is not read until they are. */
export const MAX_WAITING_LINES = 512;
