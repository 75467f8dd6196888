import { type AddressRefusal, addressRecordRules } from '#domain/peer-network/address-record';
import { type TicketRefusal, ticketRules } from '#domain/peer-network/admission-gate';
import { type ConductBreach, conductRules } from '#domain/peer-network/conduct.errors';
import { type PeeringRefusal, peeringRules } from '#domain/peer-network/peering.errors';
import { type RevocationListRefusal, revocationListRules } from '#domain/peer-network/revocation-list';
import { type AdmissionOrderRefusal, admissionOrderRules } from '#domain/tracker/admission.errors';
import { type TrackerRefusal, trackerRules } from '#domain/tracker/tracker.errors';
import { CHANNEL_CLOSING_RULES, type ChannelClosing } from '../../tcp/channel-closing.errors.ts';
import { SESSION_RULES, type SessionRefusal } from '../../tcp/session.errors.ts';
import { ADMISSION_RULES, type AdmissionRefusal, DIAL_RULES, type DialFailure } from '../../tcp/transport.errors.ts';
import { type Explanation, explain } from '../explanation.ts';

const ERRNO = 'what the system says, where it says something';
const COMMAND = 'number of the command';
const LIMIT = 'how many there may be';
const WHEN = 'seconds since 1970';

const TRACKER_VALUES = {
  'tracker-full': { limit: LIMIT },
  'session-request-rate': { perSecond: 'how many a second are answered in the long run' },
  'command-not-served': { command: 'name of the command' },
  'address-record-foreign': { owner: 'id of the node whose address it is' },
  'join-token-spent': { id: 'the token, by its public name' },
  'join-token-expired': { id: 'the token, by its public name' },
};

/** Of sessions between nodes. */
export const NETWORK_EXPLANATIONS: readonly Explanation[] = [
  ...explain<ConductBreach>('peers', conductRules, {}),
  ...explain<PeeringRefusal>('peers', peeringRules, {}),
  ...explain<AddressRefusal>('peers', addressRecordRules, {
    'address-record-expired': { expiresAt: WHEN },
    'address-record-lives-too-long': { expiresAt: WHEN },
    'address-record-endpoint': { host: 'the host that it names', port: 'the port that it names' },
  }),
  ...explain<TicketRefusal>(
    'admission',
    ticketRules,
    {
      'ticket-not-yet-valid': { issuedAt: WHEN },
      'ticket-expired': { expiresAt: WHEN },
      'ticket-revoked': { serial: 'number of the ticket at its tracker' },
    },
    { 'ticket-not-yet-valid': 'See that the clocks of both machines are right.' },
  ),
  ...explain<AdmissionOrderRefusal>('tracker', admissionOrderRules, {
    'revocation-list-full': { limit: LIMIT },
    'join-tokens-full': { limit: LIMIT },
  }),
  ...explain<RevocationListRefusal>('admission', revocationListRules, {}),
  ...explain<TrackerRefusal>('tracker', trackerRules, TRACKER_VALUES),
  ...explain<ChannelClosing>('sessions', CHANNEL_CLOSING_RULES, {
    'connection-lost': { errno: ERRNO },
    'frame-too-long': {
      command: COMMAND,
      payloadBytes: 'how long the payload is said to be',
      maxPayloadBytes: 'the cap of the command',
    },
    'frame-flags': { command: COMMAND, flags: 'the flags of the frame' },
    'idle-timeout': { idleTimeoutMs: 'so long nothing came, in milliseconds' },
    'write-queue-overflow': { queuedBytes: 'bytes that wait', maxQueuedWriteBytes: 'how many may wait' },
    'write-stalled': { writeStallTimeoutMs: 'so long nothing was taken, in milliseconds' },
    'handler-failed': { error: 'what went wrong' },
  }),
  ...explain<DialFailure>(
    'sessions',
    DIAL_RULES,
    {
      'preamble-version': { theirVersion: 'the version that the other side speaks' },
      'preamble-genesis': { theirGenesisHash: 'genesis hash of the network of the other side' },
      'preamble-refused': { reason: 'the code that the other side gave' },
      'peer-id-mismatch': { expectedPeerId: 'who was dialled', peerId: 'who answered' },
      'handshake-timeout': { handshakeTimeoutMs: 'how long a handshake may take, in milliseconds' },
      'connection-lost': { errno: ERRNO },
      'too-many-dials': { limit: LIMIT },
    },
    {
      'connection-refused': 'See that the other node runs, and listens at this address and port.',
      'preamble-version': 'Upgrade the older of the two programs.',
      'preamble-genesis': 'Start both with the same network.',
    },
  ),
  ...explain<AdmissionRefusal>('sessions', ADMISSION_RULES, {
    'too-many-handshakes': { limit: LIMIT },
    'too-many-handshakes-of-address': { limit: LIMIT },
    'too-many-sessions': { limit: LIMIT },
    'too-many-sessions-of-address': { limit: LIMIT },
  }),
  ...explain<SessionRefusal>('sessions', SESSION_RULES, {}),
];
