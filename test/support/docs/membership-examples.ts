import { ONE_WAY_CODECS } from '#adapters/wire/protocol';
import type { Network } from '#domain/network-params/network';
import { joinProofOf } from '#domain/peer-network/join-proof';
import { signRevocationList } from '#domain/peer-network/revocation-list';
import { signTicket } from '#domain/peer-network/ticket';
import type { NodeSigner } from '#domain/peer-network/transport.port';
import { toHex } from '#domain/primitives/bytes';

const ISSUED_AT = 1_800_000_000;
const SERIAL = 1_800_000_000_000_000;
const DAYS_7 = 604_800;

/** The byte strings of docs/protocol.md on membership: `tracker` signs, for `peer`, on the session of the hash. */
export function membershipExamples(
  { genesisHash }: Network,
  tracker: NodeSigner,
  peer: NodeSigner,
  handshakeHash: Uint8Array,
): Record<string, string> {
  const ticket = signTicket(tracker, {
    genesisHash,
    identityKey: peer.identityKey,
    address: '192.0.2.7',
    serial: SERIAL,
    issuedAt: ISSUED_AT,
    expiresAt: ISSUED_AT + DAYS_7,
  });
  const list = signRevocationList(tracker, genesisHash, ISSUED_AT, [SERIAL]);
  return {
    'A ticket': toHex(ticket),
    'The ticket in a TICKET payload': toHex(ONE_WAY_CODECS.TICKET.encode({ ticket })),
    'A REVOCATIONS payload': toHex(ONE_WAY_CODECS.REVOCATIONS.encode(list)),
    'The proof of a join token': toHex(joinProofOf('example-join-token', handshakeHash)),
  };
}
