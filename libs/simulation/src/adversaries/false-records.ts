import { ADDRESS_LIFE_SECONDS, signAddressRecord } from '#domain/peer-network/address-record';
import type { AddressRecord } from '#domain/peer-network/messages';
import type { Hash } from '#domain/primitives/hash';
import { simulatedEndpoint, simulatedSigner } from '../peers/identity.ts';
import { START_MS } from '../peers/simulated-chain.ts';
import type { SeededStream } from '../random/seeded-stream.ts';

/** More than an address book has places for. */
export const NOBODIES = 1_400;
/** Hosts at which nobody ever listens. */
const FIRST_INDEX = 0x40000;
const NOW_SECONDS = START_MS / 1000;

const made = new Map<string, AddressRecord>();

/** The address of somebody who does not exist, in perfect order: of so many, each made once in this process. */
export function addressOfNobody(genesisHash: Hash, number: number): AddressRecord {
  const name = `${genesisHash} ${number}`;
  let record = made.get(name);
  if (record === undefined) {
    const endpoint = simulatedEndpoint(FIRST_INDEX + number);
    record = signAddressRecord(simulatedSigner(`nobody ${number}`), genesisHash, endpoint, NOW_SECONDS);
    made.set(name, record);
  }
  return record;
}

/** An address of somebody's that is wrong in one of the ways in which one can be. */
export function brokenRecord(stream: SeededStream, record: AddressRecord): AddressRecord {
  const { endpoint, sequence } = record;
  switch (stream.integer(0, 5)) {
    case 0:
      return { ...record, signature: stream.bytes(64) };
    case 1:
      return { ...record, sequence: sequence + 1, endpoint: simulatedEndpoint(FIRST_INDEX) };
    case 2:
      return { ...record, sequence: sequence + 1, endpoint: { ...endpoint, host: '' } };
    case 3:
      return { ...record, sequence: sequence + 1, endpoint: { ...endpoint, port: 0 } };
    case 4:
      return { ...record, sequence: sequence + 1, expiresAt: NOW_SECONDS };
    default:
      return { ...record, sequence: Number.MAX_SAFE_INTEGER, expiresAt: NOW_SECONDS + 10 * ADDRESS_LIFE_SECONDS };
  }
}
