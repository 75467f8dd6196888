/**
 * Requests that one session may have outstanding. Everything a node asks of one peer at the same time (checks,
 * announcements of a burst of blocks, one chunk of a download) is far fewer.
 */
export const MAX_OUTSTANDING_REQUESTS = 64;

/**
 * Requests of one peer in progress before nothing more is read from it. Twice what an honest peer has outstanding:
 * it may have given some up that we still work on. Were reading to stop earlier, two peers that wait for each
 * other's answers could hold each other up.
 */
export const MAX_REQUESTS_IN_PROGRESS = 128;

/** Payloads of the requests in progress, by the same token: five of the longest announcement (0.4 MB). */
export const MAX_REQUEST_BYTES_IN_PROGRESS = 2_097_152;

/**
 * Answers above this are made one after the other, each only once the peer has taken most of what was sent before.
 * All that may be shorter together, and one of the longest (4 MB), stay below what may wait on a channel (8 MiB).
 */
export const MAX_LIGHT_ANSWER_BYTES = 16_384;
