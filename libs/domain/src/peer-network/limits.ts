/** Headers in one answer, Bitcoin's number: 160 kB. */
export const MAX_HEADERS_PER_ANSWER = 2_000;
/** Hashes in a locator: one for each doubling of distance reaches back 2^50 blocks. */
export const MAX_LOCATOR_HASHES = 64;
/** Blocks asked for at once. */
export const MAX_BLOCKS_PER_REQUEST = 32;
/** Blocks of one answer together: a few full ones, or one of the largest that a network may have. */
export const MAX_BLOCK_ANSWER_BYTES = 4_000_000;
/** Ids in one inventory: 32 kB. */
export const MAX_INVENTORY_IDS = 1_000;
/** Transactions in one answer, 410 bytes each at most. */
export const MAX_TRANSACTIONS_PER_ANSWER = 1_000;
/** Ids of all open transactions told to a new peer; what is beyond comes by inventory. */
export const MAX_OPEN_IDS = 10_000;
/** Records in one answer to PLREQ: all when 10 or fewer are known, else 10 at random. */
export const MAX_ADDRESS_RECORDS = 10;
/** Trackers told at once: a network has few, and any one of them leads to the others. */
export const MAX_TRACKER_RECORDS = 4;
/** Blocks below the tip whose single transactions are still told: older announcements are no news. */
export const COMPACT_DEPTH_BLOCKS = 10;
/** An answer that is ready comes at once; ten seconds cover a slow line and a busy machine. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** Four megabytes of blocks on a line of two megabits a second. */
export const BLOCKS_TIMEOUT_MS = 30_000;
/** The original's rhythm. */
export const HEALTH_CHECK_INTERVAL_MS = 15_000;
/** Two silent checks: half a minute without an answer. */
export const MAX_SILENT_HEALTH_CHECKS = 2;
/** Ids remembered per session, blocks and transactions together: two and a half megabytes, and more than go out at once. */
export const MAX_KNOWN_IDS = 20_000;
