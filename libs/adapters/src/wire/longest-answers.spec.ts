import { MAX_BLOCK_TRANSACTIONS } from '#domain/block/block';
import { MAX_EXTRA_BYTES, REWARD_FIXED_BYTES } from '#domain/block/reward';
import { PARAMETER_RANGES } from '#domain/network-params/parameter-ranges';
import { MAX_HOST_BYTES } from '#domain/peer-network/endpoint';
import {
  MAX_ADDRESS_RECORDS,
  MAX_BLOCK_ANSWER_BYTES,
  MAX_BLOCKS_PER_REQUEST,
  MAX_HEADERS_PER_ANSWER,
  MAX_OPEN_IDS,
  MAX_TRANSACTIONS_PER_ANSWER,
} from '#domain/peer-network/limits';
import { ZERO_HASH } from '#domain/primitives/hash';
import { MAX_TRANSACTION_BYTES } from '#domain/transaction/transaction';
import { MAX_QUEUED_WRITE_BYTES } from '../tcp/open-secure-channel.ts';
import { maxPayloadBytes, REQUEST_CODECS, RESPONSE_CODECS } from './protocol.ts';

const many = <Item>(count: number, item: Item): Item[] => new Array<Item>(count).fill(item);

describe('the longest answer that a node gives', () => {
  it('of blocks fits its command: as many as are asked for, together as long as the limit', () => {
    const length = MAX_BLOCK_ANSWER_BYTES / MAX_BLOCKS_PER_REQUEST;
    const payload = RESPONSE_CODECS.GETCHAINACK.encode({
      blocks: many(MAX_BLOCKS_PER_REQUEST, new Uint8Array(length)),
    });
    expect(RESPONSE_CODECS.GETCHAINACK.decode(payload)).toMatchObject({ ok: true });
    expect(payload.length).toBe(RESPONSE_CODECS.GETCHAINACK.maxBytes);
  });

  it('of one block fits its command, whatever network', () => {
    const { maximum } = PARAMETER_RANGES.maxBlockBytes;
    expect(maximum).toBeLessThanOrEqual(MAX_BLOCK_ANSWER_BYTES);
    RESPONSE_CODECS.GETCHAINACK.encode({ blocks: [new Uint8Array(maximum)] });
  });

  it('of the transactions of a block fits its command: as many as the largest block holds', () => {
    // In a block each transaction has its offset too, beside header and reward.
    const smallest = Math.floor(PARAMETER_RANGES.maxBlockBytes.maximum / MAX_BLOCK_TRANSACTIONS) - 4;
    const payload = RESPONSE_CODECS.BLOCKTRANSACTIONS.encode({
      transactions: many(MAX_BLOCK_TRANSACTIONS, new Uint8Array(smallest)),
    });
    expect(RESPONSE_CODECS.BLOCKTRANSACTIONS.decode(payload)).toMatchObject({ ok: true });
    const longest = Math.floor(PARAMETER_RANGES.maxBlockBytes.maximum / (MAX_TRANSACTION_BYTES + 4));
    RESPONSE_CODECS.BLOCKTRANSACTIONS.encode({ transactions: many(longest, new Uint8Array(MAX_TRANSACTION_BYTES)) });
  });

  it('of headers, ids, open transactions and addresses fits its command', () => {
    RESPONSE_CODECS.HEADERS.encode({ headers: many(MAX_HEADERS_PER_ANSWER, new Uint8Array(80)) });
    RESPONSE_CODECS.OPENTRANSACTIONS.encode({ ids: many(MAX_OPEN_IDS, ZERO_HASH) });
    const transaction = new Uint8Array(MAX_TRANSACTION_BYTES);
    RESPONSE_CODECS.DATA.encode({ transactions: many(MAX_TRANSACTIONS_PER_ANSWER, transaction) });
    const record = {
      identityKey: new Uint8Array(32),
      endpoint: { host: 'x'.repeat(MAX_HOST_BYTES), port: 65_535 },
      sequence: Number.MAX_SAFE_INTEGER,
      expiresAt: 0xffff_ffff,
      signature: new Uint8Array(64),
    };
    RESPONSE_CODECS.ADDRESSES.encode({ records: many(MAX_ADDRESS_RECORDS, record) });
  });

  it('leaves room in what may wait on a channel for another of its kind', () => {
    for (let number = 0; number < 256; number++) {
      expect(2 * (maxPayloadBytes(number) ?? 0)).toBeLessThan(MAX_QUEUED_WRITE_BYTES);
    }
  });

  it('is not the longest announcement, which has the short id of each transaction of the largest block', () => {
    const payload = REQUEST_CODECS.BRCHEESE.encode({
      header: new Uint8Array(80),
      reward: new Uint8Array(REWARD_FIXED_BYTES + MAX_EXTRA_BYTES),
      salt: new Uint8Array(8),
      shortIds: many(MAX_BLOCK_TRANSACTIONS, new Uint8Array(6)),
    });
    expect(payload.length).toBe(REQUEST_CODECS.BRCHEESE.maxBytes);
  });
});
