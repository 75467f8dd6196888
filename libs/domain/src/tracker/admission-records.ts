import type { PeerId } from '../peer-network/peer-id.ts';

/** A ticket that this tracker signed and that may still count. */
export interface IssuedTicket {
  readonly peerId: PeerId;
  /** Where the peer was seen when it got it. */
  readonly address: string;
  readonly serial: number;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A serial that is on the list of revocations until its ticket would have expired by itself. */
export type RevokedTicket = Pick<IssuedTicket, 'serial' | 'expiresAt'>;

/** An invitation: admits one identity, once. */
export interface JoinToken {
  /** Names it without giving it away: the first 16 hex digits of its sha256. */
  readonly id: string;
  /** The secret itself: a proof can be checked with nothing less. */
  readonly token: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Who has joined with it; undefined while nobody has. */
  readonly spentBy?: PeerId;
}

export const JOIN_TOKEN_STATES = ['open', 'spent', 'expired'] as const;
export type JoinTokenState = (typeof JOIN_TOKEN_STATES)[number];

/** What a tracker keeps of whom it admitted, invited and threw out. */
export interface AdmissionRecords {
  /** The highest serial given so far. */
  readonly lastSerial: number;
  readonly issued: readonly IssuedTicket[];
  /** Sequence of the newest list of revocations; 0: there is none yet. */
  readonly sequence: number;
  readonly revoked: readonly RevokedTicket[];
  /** Identities that get no ticket any more. */
  readonly revokedPeers: readonly PeerId[];
  readonly tokens: readonly JoinToken[];
}

export const NO_ADMISSION_RECORDS: AdmissionRecords = {
  lastSerial: 0,
  issued: [],
  sequence: 0,
  revoked: [],
  revokedPeers: [],
  tokens: [],
};
