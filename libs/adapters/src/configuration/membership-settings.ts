import { ADMISSION_MODES, type AdmissionMode, DEFAULT_TICKET_LIFE_SECONDS } from '#domain/tracker/admission';
import { hexBytes, listOf, oneOf, urlSafeText, wholeNumber } from './formats.ts';
import { optionalSetting, setting } from './setting.ts';

const KEY_BYTES = 32;
/** As many as a peer may be given trackers. */
const MAX_TRUSTED_TRACKERS = 16;

/** A peer's part in a network that admits by ticket. */
export const PEER_MEMBERSHIP_SETTINGS = {
  trustedTrackers: setting<readonly Uint8Array[]>({
    variable: 'CHEESE_TRUSTED_TRACKERS',
    format: listOf(hexBytes(KEY_BYTES), MAX_TRUSTED_TRACKERS),
    fallback: [],
    fallbackText: 'none: everybody is admitted',
    description:
      'Keys of trackers, as they tell them at start: only who shows a ticket that one of them signed becomes a peer.',
  }),
  joinToken: optionalSetting<string>({
    variable: 'CHEESE_JOIN_TOKEN',
    format: urlSafeText(16, 256),
    fallbackText: 'none',
    description:
      'Invitation to a tracker that admits by token; proved to the trackers of CHEESE_TRUSTED_TRACKERS alone.',
    secret: true,
  }),
};

/** Whom a tracker admits, and for how long. */
export const TRACKER_MEMBERSHIP_SETTINGS = {
  admission: setting<AdmissionMode>({
    variable: 'CHEESE_TRACKER_ADMISSION',
    format: oneOf(ADMISSION_MODES),
    fallback: 'open',
    description: 'Who gets a ticket: everybody who joins (open), or who proves a join token (token).',
  }),
  ticketLifeSeconds: setting({
    variable: 'CHEESE_TICKET_LIFE_SECONDS',
    // A minute, for tests; a year, for networks whose trackers are hardly ever there.
    format: wholeNumber(60, 31_536_000, 'seconds'),
    fallback: DEFAULT_TICKET_LIFE_SECONDS,
    description: 'How long a ticket counts; renewed at half of it. So long a network by ticket outlives its trackers.',
  }),
};
