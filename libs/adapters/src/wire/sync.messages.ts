import { ByteListType, ContainerType, ListCompositeType } from '@chainsafe/ssz';
import {
  MAX_BLOCK_ANSWER_BYTES,
  MAX_BLOCKS_PER_REQUEST,
  MAX_HEADERS_PER_ANSWER,
  MAX_LOCATOR_HASHES,
} from '#domain/peer-network/limits';
import type { RequestOf } from '#domain/peer-network/messages';
import { hashFromBytes, hashToBytes } from '#domain/primitives/hash';
import { Bytes32, Bytes80, hashesFromWire, hashesToWire, hashList } from './basic-types.ts';
import { messageCodec } from './message-codec.ts';

/** No network has larger blocks (`parameter-ranges.ts`). */
const MAX_BLOCK_BYTES = 4_000_000;
/** The blocks of a full answer, the list's offset and one of each block. */
const MAX_BLOCKS_PAYLOAD_BYTES = MAX_BLOCK_ANSWER_BYTES + 4 * (MAX_BLOCKS_PER_REQUEST + 1);

/** GETHEADERS (20). */
export const getHeadersCodec = messageCodec({
  type: new ContainerType({ locator: hashList(MAX_LOCATOR_HASHES), stop: Bytes32 }),
  toWire: ({ locator, stop }: RequestOf<'GETHEADERS'>) => ({ locator: hashesToWire(locator), stop: hashToBytes(stop) }),
  fromWire: ({ locator, stop }): RequestOf<'GETHEADERS'> => ({
    locator: hashesFromWire(locator),
    stop: hashFromBytes(stop),
  }),
});

interface Headers {
  readonly headers: readonly Uint8Array[];
}

/** HEADERS (21). */
export const headersCodec = messageCodec({
  type: new ContainerType({ headers: new ListCompositeType(Bytes80, MAX_HEADERS_PER_ANSWER) }),
  toWire: ({ headers }: Headers) => ({ headers: [...headers] }),
  fromWire: ({ headers }): Headers => ({ headers }),
});

/** GETCHAIN (6). */
export const getChainCodec = messageCodec({
  type: new ContainerType({ hashes: hashList(MAX_BLOCKS_PER_REQUEST) }),
  toWire: ({ hashes }: RequestOf<'GETCHAIN'>) => ({ hashes: hashesToWire(hashes) }),
  fromWire: ({ hashes }): RequestOf<'GETCHAIN'> => ({ hashes: hashesFromWire(hashes) }),
});

interface Blocks {
  readonly blocks: readonly Uint8Array[];
}

/** GETCHAINACK (7). */
export const blocksCodec = messageCodec({
  type: new ContainerType({ blocks: new ListCompositeType(new ByteListType(MAX_BLOCK_BYTES), MAX_BLOCKS_PER_REQUEST) }),
  maxBytes: MAX_BLOCKS_PAYLOAD_BYTES,
  toWire: ({ blocks }: Blocks) => ({ blocks: [...blocks] }),
  fromWire: ({ blocks }): Blocks => ({ blocks }),
});
