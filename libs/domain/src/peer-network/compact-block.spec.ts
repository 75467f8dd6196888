import { buildBlock, genesisPlace } from '#test/build-block';
import { testNetwork } from '#test/network';
import { unsignedTransfer } from '#test/unsigned-transfer';
import { concatBytes } from '../primitives/bytes.ts';
import { sha256 } from '../primitives/hash.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { CompactBlock, SALT_BYTES, SHORT_ID_BYTES, toAnnouncement } from './compact-block.ts';
import { ShortIdHasher } from './siphash.ts';

const network = testNetwork();
const transfers = (count: number, from = 0): Transaction[] =>
  Array.from({ length: count }, (_, nonce) => unsignedTransfer({ from: from + 1, to: 2, nonce, fee: 10 }));
const block = buildBlock(network, genesisPlace(network), { transactions: transfers(5) });
const SALT = new Uint8Array(SALT_BYTES).fill(7);

function compactOf(open: readonly Transaction[], announcement = toAnnouncement(block, SALT)): CompactBlock {
  const compact = CompactBlock.from(announcement, open);
  if (!compact.ok) throw new Error(compact.refusal.code);
  return compact.value;
}

describe('a block in compact form', () => {
  it('is the block again where all its transactions are open, among any others', () => {
    const compact = compactOf([...transfers(3, 50), ...block.transactions].reverse());
    expect(compact.missing()).toEqual([]);
    expect(compact.complete([])?.bytes).toEqual(block.bytes);
  });

  it('names the places of what is not open, in rising order, and takes it in that order', () => {
    const [a, b, c, d, e] = block.transactions as [Transaction, Transaction, Transaction, Transaction, Transaction];
    const compact = compactOf([e, b]);
    expect(compact.missing()).toEqual([0, 2, 3]);
    expect(compact.complete([a, c, d])?.bytes).toEqual(block.bytes);
    expect(compact.complete([a, c])).toBeUndefined();
    expect(compact.complete([c, a, d])?.computeMerkleRoot()).not.toEqual(block.computeMerkleRoot());
  });

  it('of no transactions needs nothing of what is open', () => {
    const empty = buildBlock(network, genesisPlace(network));
    const compact = compactOf([], toAnnouncement(empty, SALT));
    expect(compact.complete([])?.bytes).toEqual(empty.bytes);
  });

  it('carries six bytes for each transaction, that another salt makes different ones', () => {
    const first = toAnnouncement(block, SALT);
    const second = toAnnouncement(block, new Uint8Array(SALT_BYTES));
    expect(first.shortIds.map(({ length }) => length)).toEqual(Array(5).fill(SHORT_ID_BYTES));
    expect(second.shortIds).not.toEqual(first.shortIds);
    expect(compactOf(block.transactions, second).complete([])?.bytes).toEqual(block.bytes);
  });

  it('has short ids that anybody can compute from header and salt', () => {
    const key = sha256(concatBytes(block.header.bytes, SALT)).subarray(0, 16);
    const hasher = new ShortIdHasher(key);
    const [first] = block.transactions as [Transaction];
    const bytes = toAnnouncement(block, SALT).shortIds[0] as Uint8Array;
    const number = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
    expect(number).toBe(hasher.shortId(first.idBytes));
  });

  it('leaves a place empty for which two open transactions claim the same short id', () => {
    const announcement = toAnnouncement(block, SALT);
    // Nobody finds a real collision of 48 bits in a test: the same id twice in the pool is one to the eye of the code.
    const twin = { ...(block.transactions[1] as Transaction), idBytes: block.transactions[1]?.idBytes } as Transaction;
    expect(compactOf([...block.transactions, twin], announcement).missing()).toEqual([1]);
    expect(compactOf([twin, twin, ...block.transactions], announcement).missing()).toEqual([1]);
  });

  it('asks for one of two places that share a short id', () => {
    const announcement = toAnnouncement(block, SALT);
    const shortIds = [...announcement.shortIds];
    shortIds[4] = shortIds[0] as Uint8Array;
    expect(compactOf(block.transactions, { ...announcement, shortIds }).missing()).toHaveLength(1);
  });

  it('is refused when its header or reward is none', () => {
    const announcement = toAnnouncement(block, SALT);
    const codes = [
      CompactBlock.from({ ...announcement, header: new Uint8Array(79) }, []),
      CompactBlock.from({ ...announcement, reward: new Uint8Array(3) }, []),
    ].map((result) => (result.ok ? 'taken' : result.refusal.code));
    expect(codes).toEqual(['encoding-length', 'encoding-length']);
  });
});
