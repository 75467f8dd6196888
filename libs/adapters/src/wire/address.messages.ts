import { ContainerType, ListCompositeType } from '@chainsafe/ssz';
import { MAX_ADDRESS_RECORDS, MAX_TRACKER_RECORDS } from '#domain/peer-network/limits';
import type { AddressRecord } from '#domain/peer-network/messages';
import {
  Bytes32,
  Bytes64,
  EndpointType,
  endpointFromWire,
  endpointToWire,
  inRange,
  safeNumber,
  Uint32,
  Uint64,
} from './basic-types.ts';
import { messageCodec } from './message-codec.ts';

const RecordType = new ContainerType({
  identityKey: Bytes32,
  endpoint: EndpointType,
  sequence: Uint64,
  expiresAt: Uint32,
  signature: Bytes64,
});

interface Addresses {
  readonly records: readonly AddressRecord[];
}

/** ADDRESSES (25). */
export const addressesCodec = recordsCodec(MAX_ADDRESS_RECORDS);

/** TRACKERS (26). */
export const trackersCodec = recordsCodec(MAX_TRACKER_RECORDS);

function recordsCodec(limit: number) {
  return messageCodec({
    type: new ContainerType({ records: new ListCompositeType(RecordType, limit) }),
    toWire: ({ records }: Addresses) => ({
      records: records.map((record) => ({
        ...record,
        endpoint: endpointToWire(record.endpoint),
        sequence: BigInt(inRange(record.sequence, Number.MAX_SAFE_INTEGER)),
        expiresAt: inRange(record.expiresAt, 0xffff_ffff),
      })),
    }),
    fromWire: ({ records }): Addresses => ({
      records: records.map((record) => ({
        ...record,
        endpoint: endpointFromWire(record.endpoint),
        sequence: safeNumber(record.sequence),
      })),
    }),
  });
}
