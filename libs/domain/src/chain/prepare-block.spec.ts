import { TransferChain } from '#test/transfer-chain';
import { decodeBlock } from '../block/block.ts';
import { invariant } from '../primitives/invariant.ts';
import { chainContextOf } from './chain-context.ts';
import { prepareBlock } from './prepare-block.ts';

describe('preparing a block', () => {
  it('lets others run between the parts of a large one, and not at all when the block is too large', async () => {
    const chain = new TransferChain(4);
    const block = decodeBlock(chain.block(1_100).bytes);
    invariant(block.ok, 'a built block is canonical');
    let breaths = 0;
    const clock = { breathe: async () => void breaths++ };
    const verifier = { description: 'none', verify: async () => [], close: async () => undefined };
    const dependencies = { verifier, verified: { has: () => true }, clock };
    const context = chainContextOf(chain.network);
    expect(await prepareBlock(block.value, context, dependencies)).toBeUndefined();
    expect(breaths).toBe(2);
    const small = { ...context, maxBlockBytes: 10_000 };
    expect(await prepareBlock(block.value, small, dependencies)).toMatchObject({
      code: 'block-too-large',
    });
    expect(breaths).toBe(2);
  });
});
