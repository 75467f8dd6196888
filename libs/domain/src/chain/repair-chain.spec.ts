import { buildChain } from '#test/build-block';
import { testNetwork } from '#test/network';
import { bestHashes, openTestChain, openTestChainOn } from '#test/test-chain';
import type { Block } from '../block/block.ts';
import { checkChain } from './check-chain.ts';
import { repairChain } from './repair-chain.ts';

/** More than a report lists. */
const LOST_BODIES = 105;
const HEIGHT = LOST_BODIES + 10;

const network = testNetwork();
const { blocks } = buildChain(network, HEIGHT);

describe('a repair of more faults than a report lists', () => {
  it('sees that not all of them are lost bodies, and takes the chain apart', async () => {
    const { chain, store, clock } = await openTestChain(network);
    await chain.acceptAll(blocks, 'normal');
    await chain.close();
    const lost = blocks.slice(HEIGHT - LOST_BODIES);
    for (const { hash } of lost) store.lose(hash);
    store.tamperUndo((lost[1] as Block).hash, undefined);
    const report = await checkChain(store, network, { clock });
    expect(new Set(report.faults.map(({ code }) => code))).toEqual(new Set(['chain-fault-body']));
    expect(await repairChain(store, network, report, { clock })).toEqual({
      kind: 'taken-apart',
      height: 0,
      fetchFrom: HEIGHT - LOST_BODIES + 1,
    });
    const again = await openTestChainOn(store, network, { clock });
    expect(again.chain.tip.height).toBe(HEIGHT - LOST_BODIES);
    await again.chain.acceptAll(blocks, 'normal');
    expect(await bestHashes(again.chain)).toEqual(blocks.map(({ hash }) => hash));
  });
});
