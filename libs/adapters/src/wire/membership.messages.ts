import { ByteListType, ContainerType, ListBasicType } from '@chainsafe/ssz';
import type { OneWayMessages } from '#domain/peer-network/messages';
import { MAX_REVOKED_SERIALS } from '#domain/peer-network/revocation-list';
import { MAX_TICKET_BYTES } from '#domain/peer-network/ticket';
import { Bytes32, Bytes64, inRange, safeNumber, Uint64 } from './basic-types.ts';
import { messageCodec } from './message-codec.ts';

const toUint64 = (value: number): bigint => BigInt(inRange(value, Number.MAX_SAFE_INTEGER));

/** REVOCATIONS (27). */
export const revocationsCodec = messageCodec({
  type: new ContainerType({
    trackerKey: Bytes32,
    sequence: Uint64,
    serials: new ListBasicType(Uint64, MAX_REVOKED_SERIALS),
    signature: Bytes64,
  }),
  toWire: ({ trackerKey, sequence, serials, signature }: OneWayMessages['REVOCATIONS']) => ({
    trackerKey,
    sequence: toUint64(sequence),
    serials: serials.map(toUint64),
    signature,
  }),
  fromWire: ({ trackerKey, sequence, serials, signature }): OneWayMessages['REVOCATIONS'] => ({
    trackerKey,
    sequence: safeNumber(sequence),
    serials: serials.map(safeNumber),
    signature,
  }),
});

/** TICKET (28). */
export const ticketCodec = messageCodec({
  type: new ContainerType({ ticket: new ByteListType(MAX_TICKET_BYTES) }),
  toWire: ({ ticket }: OneWayMessages['TICKET']) => ({ ticket }),
  fromWire: ({ ticket }): OneWayMessages['TICKET'] => ({ ticket }),
});
