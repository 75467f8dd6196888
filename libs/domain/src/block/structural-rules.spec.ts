import fc from 'fast-check';
import { type BlockWish, buildBlock, genesisPlace } from '#test/build-block';
import { mine, mineNot } from '#test/mine';
import { testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';
import { chainContextOf } from '../chain/chain-context.ts';
import { formatBits } from '../chain/target.ts';
import { fromHex } from '../primitives/bytes.ts';
import { blockStructureRules } from './block.errors.ts';
import { encodeHeader, Header, type HeaderFields } from './header.ts';
import {
  checkBodyStructure,
  checkHeaderStructure,
  checkHeaderVersion,
  checkProofOfWork,
  FREE_VERSION_BITS,
} from './structural-rules.ts';

const network = testNetwork({ easiestBits: 0x2070ffff, startingBits: 0x2070ffff });
const context = chainContextOf(network);

function headerWith(header: Partial<HeaderFields>): Header {
  return buildBlock(network, genesisPlace(network), { header, mined: false }).header;
}

function blockWith(wish: BlockWish) {
  return buildBlock(network, genesisPlace(network), { ...wish, mined: false });
}

describe('the version of a header', () => {
  it('is 0x20000000, with sixteen bits free for miners (BIP 320)', () => {
    expect(checkHeaderVersion(headerWith({ version: 0x2000_0000 }))).toBeUndefined();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (bits) => {
        const version = (0x2000_0000 | (bits & FREE_VERSION_BITS)) >>> 0;
        expect(checkHeaderVersion(headerWith({ version }))).toBeUndefined();
      }),
    );
  });

  it.each([0, 1, 0x2000_1fff, 0x2000_1000, 0x0000_0000, 0x4000_0000, 0x6000_0000, 0xa000_0000, 0xffff_ffff])(
    'is nothing else: not %i',
    (version) => {
      expect(checkHeaderVersion(headerWith({ version }))).toEqual({ code: 'header-version', version });
    },
  );

  it('allows exactly sixteen bits', () => {
    const free = [...Array(32).keys()].filter((bit) => {
      const version = (0x2000_0000 ^ (2 ** bit)) >>> 0;
      return checkHeaderVersion(headerWith({ version })) === undefined;
    });
    expect(free).toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28]);
  });
});

describe('proof of work', () => {
  it.each([
    [0, 'target-zero'],
    [0x01000000, 'target-zero'],
    [0x1f810000, 'target-negative'],
    [0x04923456, 'target-negative'],
    [0x237fffff, 'target-overflow'],
    [0xff123456, 'target-overflow'],
  ])('is not possible with bits %i', (bits, reason) => {
    const refusal = checkProofOfWork(headerWith({ bits }), context);
    expect(refusal).toEqual({ code: 'header-bits-invalid', bits: formatBits(bits), reason });
  });

  it('is not accepted below the network’s least, by a single step of the target either', () => {
    const refusal = { code: 'header-target-too-easy', bits: '20710000', easiestBits: '2070ffff' };
    expect(checkProofOfWork(headerWith({ bits: 0x20710000 }), context)).toEqual(refusal);
    expect(checkProofOfWork(mine(headerWith({ bits: 0x2070ffff })), context)).toBeUndefined();
  });

  it('is a hash that does not exceed the target', () => {
    const lazy = mineNot(headerWith({}));
    expect(checkProofOfWork(lazy, context)).toEqual({
      code: 'header-work-insufficient',
      hash: lazy.hash,
      bits: '2070ffff',
    });
    expect(checkProofOfWork(mine(lazy), context)).toBeUndefined();
  });

  it('of a real Bitcoin block is accepted, and not that of its neighbour in the search', () => {
    const bytes = fromHex(
      '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c',
    );
    const header = new Header(bytes);
    expect(checkProofOfWork(header, context)).toBeUndefined();
    const next = new Header(encodeHeader({ ...fieldsOf(header), nonce: header.nonce + 1 }));
    expect(checkProofOfWork(next, context)?.code).toBe('header-work-insufficient');
  });

  it('comes after the version', () => {
    expect(checkHeaderStructure(headerWith({ version: 1, bits: 0 }), context)?.code).toBe('header-version');
  });
});

describe('a body', () => {
  it('may pay its miner nothing, and everything there will ever be', () => {
    expect(checkBodyStructure(blockWith({ rewardAmount: 0 }), context)).toBeUndefined();
    expect(checkBodyStructure(blockWith({ rewardAmount: network.maxSupply }), context)).toBeUndefined();
    const amount = network.maxSupply + 1;
    expect(checkBodyStructure(blockWith({ rewardAmount: amount }), context)).toEqual({
      code: 'reward-too-large',
      amount,
      maximum: network.maxSupply,
    });
  });

  it('is refused with the place of the first transaction that breaks a rule', () => {
    const other = testNetwork({ name: 'other' });
    const [good, foreign] = [network, other].map((each) => testTransfer(each, { from: 0, to: 1, nonce: 0 }));
    if (good === undefined || foreign === undefined) throw new Error('two transfers were made');
    const block = blockWith({ transactions: [good, foreign, foreign] });
    expect(checkBodyStructure(block, context)).toEqual({
      code: 'transaction-wrong-chain',
      chainId: other.chainId,
      expected: network.chainId,
      index: 1,
    });
  });

  it('is judged by rules that each have a sentence', () => {
    for (const sentence of Object.values(blockStructureRules)) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
  });
});

function fieldsOf({ version, previousHash, merkleRoot, timestamp, bits, nonce }: Header): HeaderFields {
  return { version, previousHash, merkleRoot, timestamp, bits, nonce };
}
