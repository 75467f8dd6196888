import type { BranchBlock, Reorganisation } from './api-types.ts';
import { fatesOf, standingOf, workGained } from './branch-words.ts';

const block = (changes: Partial<BranchBlock>): BranchBlock => ({
  hash: 'b',
  previousHash: 'a',
  height: 7,
  totalWork: '14',
  timestamp: '2026-11-22T12:00:00.000Z',
  status: 'connected',
  isOnBestChain: false,
  invalidCode: null,
  ...changes,
});

function reorganisation(fates: Reorganisation['transactions'][number]['fate'][], count = fates.length): Reorganisation {
  const tip = { hash: 'f', height: 8 };
  const branch = { tip, totalWork: '90071992547409930000', length: 1, blocks: [tip] };
  return {
    number: 1,
    time: '2026-11-22T12:00:00.000Z',
    forkPoint: tip,
    abandoned: branch,
    adopted: { ...branch, totalWork: '90071992547409930002' },
    transactionCount: count,
    transactions: fates.map((fate, i) => ({ id: `${i}`, fate, block: null, reason: null })),
  };
}

describe('branches in words', () => {
  it('a block on the chain, set aside, refused or only announced is called so', () => {
    expect(standingOf(block({ isOnBestChain: true }), 'b')).toBe('newest');
    expect(standingOf(block({ isOnBestChain: true }), 'z')).toBe('on the chain');
    expect(standingOf(block({}), 'z')).toBe('set aside');
    expect(standingOf(block({ status: 'invalid' }), 'z')).toBe('refused');
    expect(standingOf(block({ status: 'header' }), 'z')).toBe('only announced');
  });

  it('what became of the payments is one sentence', () => {
    expect(fatesOf(reorganisation(['moved'])).sentence).toBe('Of 1 payment in it, 1 is in the new branch too.');
    expect(fatesOf(reorganisation(['moved', 'returned', 'returned', 'dropped'])).sentence).toBe(
      'Of 4 payments in it, 1 is in the new branch too, 2 are open again and 1 died.',
    );
    expect(fatesOf(reorganisation(['undecided', 'undecided'], 900)).sentence).toBe(
      'Of 900 payments in it, 2 are not decided yet (of the first 2).',
    );
  });

  it('small differences of large works are not lost', () => {
    expect(workGained(reorganisation([]))).toBe(2);
  });
});
