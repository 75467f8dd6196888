import {
  ByteListType,
  ByteVectorType,
  ContainerType,
  ListCompositeType,
  UintBigintType,
  UintNumberType,
  type ValueOf,
} from '@chainsafe/ssz';
import { type Endpoint, MAX_HOST_BYTES } from '#domain/peer-network/endpoint';
import type { ChainStatus } from '#domain/peer-network/messages';
import { type Hash, hashFromBytes, hashToBytes } from '#domain/primitives/hash';
import { InvariantError, invariant } from '#domain/primitives/invariant';
import { MalformedMessage } from './message-codec.ts';

export const Uint8 = new UintNumberType(1);
export const Uint16 = new UintNumberType(2);
export const Uint32 = new UintNumberType(4);
export const Uint64 = new UintBigintType(8);
export const Uint256 = new UintBigintType(32);
export const Bytes6 = new ByteVectorType(6);
export const Bytes8 = new ByteVectorType(8);
export const Bytes32 = new ByteVectorType(32);
export const Bytes64 = new ByteVectorType(64);
export const Bytes80 = new ByteVectorType(80);

/** Agents, codes and other short words. */
export const MAX_TEXT_BYTES = 64;
export const Text = new ByteListType(MAX_TEXT_BYTES);

export const EndpointType = new ContainerType({ host: new ByteListType(MAX_HOST_BYTES), port: Uint16 });
export const StatusType = new ContainerType({ height: Uint32, tipHash: Bytes32, totalWork: Uint256 });

// A byte order mark is a character like others: dropped silently, two payloads would mean the same.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
/** Controls, format characters (direction marks, zero-width ones), line and paragraph separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

export function textToWire(text: string, maxBytes = MAX_TEXT_BYTES): Uint8Array {
  const bytes = encoder.encode(text);
  if (bytes.length > maxBytes) throw new InvariantError(`a text of ${bytes.length} bytes passes ${maxBytes}`);
  return bytes;
}

/** Throws on bytes that are no UTF-8, and on characters that are not seen but garble a log or a page. */
export function textFromWire(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  if (INVISIBLE.test(text)) throw new MalformedMessage('a control character in a text');
  return text;
}

export function endpointToWire({ host, port }: Endpoint): ValueOf<typeof EndpointType> {
  return { host: textToWire(host, MAX_HOST_BYTES), port: inRange(port, 0xffff) };
}

export function endpointFromWire({ host, port }: ValueOf<typeof EndpointType>): Endpoint {
  return { host: textFromWire(host), port };
}

export function statusToWire({ height, tipHash, totalWork }: ChainStatus): ValueOf<typeof StatusType> {
  invariant(totalWork >= 0n && totalWork < 1n << 256n, 'work is below 2^256');
  return { height: inRange(height, 0xffff_ffff), tipHash: hashToBytes(tipHash), totalWork };
}

export function statusFromWire({ height, tipHash, totalWork }: ValueOf<typeof StatusType>): ChainStatus {
  return { height, tipHash: hashFromBytes(tipHash), totalWork };
}

/** A list of hashes, at most so many. */
export function hashList(limit: number): ListCompositeType<typeof Bytes32> {
  return new ListCompositeType(Bytes32, limit);
}

export function hashesToWire(hashes: readonly Hash[]): Uint8Array[] {
  return hashes.map(hashToBytes);
}

export function hashesFromWire(hashes: readonly Uint8Array[]): Hash[] {
  return hashes.map(hashFromBytes);
}

/** SSZ would wrap a number that is out of range, so it is looked at first. */
export function inRange(value: number, maximum: number): number {
  invariant(Number.isInteger(value) && value >= 0 && value <= maximum, `${value} is a whole number up to ${maximum}`);
  return value;
}

/** Numbers stop being exact at 2^53: nothing honest reaches it. */
export function safeNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new MalformedMessage('a number of 2^53 or more');
  return Number(value);
}
