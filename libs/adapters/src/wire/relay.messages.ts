import { ByteListType, ContainerType, ListBasicType, ListCompositeType } from '@chainsafe/ssz';
import { MAX_BLOCK_TRANSACTIONS } from '#domain/block/block';
import { MAX_EXTRA_BYTES, REWARD_FIXED_BYTES } from '#domain/block/reward';
import { MAX_INVENTORY_IDS, MAX_OPEN_IDS, MAX_TRANSACTIONS_PER_ANSWER } from '#domain/peer-network/limits';
import type { AnnouncementOutcome, BlockAnnouncement, RequestOf } from '#domain/peer-network/messages';
import { type Hash, hashFromBytes, hashToBytes } from '#domain/primitives/hash';
import { MAX_TRANSACTION_BYTES } from '#domain/transaction/transaction';
import {
  Bytes6,
  Bytes8,
  Bytes32,
  Bytes80,
  hashesFromWire,
  hashesToWire,
  hashList,
  inRange,
  Text,
  textFromWire,
  textToWire,
  Uint8,
  Uint32,
} from './basic-types.ts';
import { MalformedMessage, messageCodec } from './message-codec.ts';

const RawTransaction = new ByteListType(MAX_TRANSACTION_BYTES);

/** BRCHEESE (8). */
export const announcementCodec = messageCodec({
  type: new ContainerType({
    header: Bytes80,
    reward: new ByteListType(REWARD_FIXED_BYTES + MAX_EXTRA_BYTES),
    salt: Bytes8,
    shortIds: new ListCompositeType(Bytes6, MAX_BLOCK_TRANSACTIONS),
  }),
  toWire: ({ shortIds, ...rest }: BlockAnnouncement) => ({ ...rest, shortIds: [...shortIds] }),
  fromWire: (wire): BlockAnnouncement => wire,
});

/** The outcomes by their number on the wire. */
const OUTCOMES: readonly AnnouncementOutcome[] = [
  'connected',
  'stored',
  'known',
  'not-yet',
  'behind',
  'refused',
  'wanted',
];

interface AnnouncementAck {
  readonly outcome: AnnouncementOutcome;
  readonly code: string;
}

/** BRCHEESEACK (9). */
export const announcementAckCodec = messageCodec({
  type: new ContainerType({ outcome: Uint8, code: Text }),
  toWire: ({ outcome, code }: AnnouncementAck) => ({ outcome: OUTCOMES.indexOf(outcome), code: textToWire(code) }),
  fromWire: ({ outcome, code }): AnnouncementAck => {
    const known = OUTCOMES[outcome];
    if (known === undefined) throw new MalformedMessage(`no outcome has the number ${outcome}`);
    return { outcome: known, code: textFromWire(code) };
  },
});

/** GETBLOCKTRANSACTIONS (23). */
export const getBlockTransactionsCodec = messageCodec({
  type: new ContainerType({ blockHash: Bytes32, indexes: new ListBasicType(Uint32, MAX_BLOCK_TRANSACTIONS) }),
  toWire: ({ blockHash, indexes }: RequestOf<'GETBLOCKTRANSACTIONS'>) => ({
    blockHash: hashToBytes(blockHash),
    indexes: indexes.map((index) => inRange(index, 0xffff_ffff)),
  }),
  fromWire: ({ blockHash, indexes }): RequestOf<'GETBLOCKTRANSACTIONS'> => {
    // Each place once: repeated, a small request would be answered with far more than a block.
    const rise = indexes.every((index, i) => i === 0 || index > (indexes[i - 1] as number));
    if (!rise) throw new MalformedMessage('places of transactions that do not rise');
    return { blockHash: hashFromBytes(blockHash), indexes };
  },
});

interface Transactions {
  readonly transactions: readonly Uint8Array[];
}

function transactionsCodec(limit: number, maxBytes?: number) {
  return messageCodec({
    type: new ContainerType({ transactions: new ListCompositeType(RawTransaction, limit) }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    toWire: ({ transactions }: Transactions) => ({ transactions: [...transactions] }),
    fromWire: ({ transactions }): Transactions => ({ transactions }),
  });
}

/** All transactions of the largest block, with their offsets. */
const MAX_BLOCK_TRANSACTIONS_PAYLOAD_BYTES = 4_000_000 + 4;

/** BLOCKTRANSACTIONS (24). */
export const blockTransactionsCodec = transactionsCodec(MAX_BLOCK_TRANSACTIONS, MAX_BLOCK_TRANSACTIONS_PAYLOAD_BYTES);

/** DATA (10). */
export const dataCodec = transactionsCodec(MAX_TRANSACTIONS_PER_ANSWER);

interface Ids {
  readonly ids: readonly Hash[];
}

function idsCodec(limit: number) {
  return messageCodec({
    type: new ContainerType({ ids: hashList(limit) }),
    toWire: ({ ids }: Ids) => ({ ids: hashesToWire(ids) }),
    fromWire: ({ ids }): Ids => ({ ids: hashesFromWire(ids) }),
  });
}

/** BRTRANSACTION (16). */
export const inventoryCodec = idsCodec(MAX_INVENTORY_IDS);
/** OPENTRANSACTIONS (19). */
export const openIdsCodec = idsCodec(MAX_OPEN_IDS);
/** GETDATA (22). */
export const getDataCodec = idsCodec(MAX_TRANSACTIONS_PER_ANSWER);

/** BRTRANSACTIONACK (17). */
export const inventoryAckCodec = messageCodec({
  type: new ContainerType({ wanted: Uint32 }),
  toWire: ({ wanted }: { readonly wanted: number }) => ({ wanted: inRange(wanted, 0xffff_ffff) }),
  fromWire: ({ wanted }) => ({ wanted }),
});
