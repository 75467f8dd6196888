import { Header } from '#domain/block/header';
import { Reward } from '#domain/block/reward';
import { BlockWork } from '#domain/mining/block-work';
import { fromHex } from '#domain/primitives/bytes';
import { crumbs } from '#domain/primitives/crumbs';
import { notifyLine, setDifficultyLine } from './stratum-notices.ts';

/** Bitcoin's block 125,552, whose fields are in every description of the header. */
const HEADER =
  '0100000081cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000' +
  'e320b6c2fffc8d750423db8b1eb942ae710e951ed797f7affc8892b0f1fc122bc7f5d74df2b9441a42a14695';

describe('a job on the wire', () => {
  it('has the previous hash as eight swapped words, and numbers with the highest byte first', () => {
    const reward = new Reward(new Uint8Array(68), crumbs(0));
    const header = new Header(fromHex(HEADER));
    const place = { parent: { header } as never, grandparent: undefined };
    const work = new BlockWork('1', { block: { header, reward, transactions: [] } as never, place });
    const parts = { part1: Uint8Array.of(1, 2), part2: Uint8Array.of(3) };
    expect(JSON.parse(notifyLine({ id: 'a1', work, parts, exponent: 0 }, true))).toEqual({
      id: null,
      method: 'mining.notify',
      params: [
        'a1',
        'ab02cd818b9e567ee21793cddef299feb29ad444a41b85b8000008a300000000',
        '0102',
        '03',
        [],
        '00000001',
        '1a44b9f2',
        '4dd7f5c7',
        true,
      ],
    });
  });

  it('has a difficulty that every parser of JSON reads', () => {
    expect(setDifficultyLine(1 / 65_536)).toBe(
      '{"id":null,"method":"mining.set_difficulty","params":[0.0000152587890625]}',
    );
  });
});
