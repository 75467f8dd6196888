import { ApiProperty } from '@nestjs/swagger';
import type { BlockPlace, BranchRecord, Reorganisation, TransactionFate } from '../../events/reorganisation.ts';
import { BrokenRuleView, brokenRuleView } from '../views/broken-rule.view.ts';
import { EXAMPLES } from '../views/examples.ts';
import { ApiCount, ApiHash, ApiNext, ApiTime, ApiUint32 } from '../views/properties.ts';

export class BlockPlaceView {
  @ApiHash('Of the block')
  readonly hash!: string;
  @ApiUint32('Of the block', 42)
  readonly height!: number;
}

export class BranchView {
  @ApiProperty({ type: BlockPlaceView, description: 'Where it ended when the best chain changed over' })
  readonly tip!: BlockPlaceView;
  @ApiProperty({ pattern: '^\\d+$', description: 'Hashes expected for the tip and all before it', example: '86' })
  readonly totalWork!: string;
  @ApiCount('Blocks above the fork point', 1)
  readonly length!: number;
  @ApiProperty({ type: [BlockPlaceView], description: 'From the fork point up, at most 100' })
  readonly blocks!: BlockPlaceView[];
}

export class TransactionFateView {
  @ApiHash('Of the transaction', EXAMPLES.id)
  readonly id!: string;
  @ApiProperty({
    enum: ['moved', 'returned', 'dropped', 'undecided'],
    description:
      'The adopted branch has it too; it became open again; it was dropped, as `reason` says; not known yet, for a ' +
      'moment or until the peer starts again',
    example: 'moved',
  })
  readonly fate!: TransactionFate['fate']['kind'];
  @ApiProperty({ type: BlockPlaceView, nullable: true, description: 'Where it moved to; else null' })
  readonly block!: BlockPlaceView | null;
  @ApiProperty({ type: BrokenRuleView, nullable: true, description: 'Why it was dropped; else null' })
  readonly reason!: BrokenRuleView | null;
}

/** The best chain went over from one branch to another. */
export class ReorganisationView {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'From 1, without gaps', example: 1 })
  readonly number!: number;
  @ApiTime('When it was noted')
  readonly time!: string;
  @ApiProperty({ type: BlockPlaceView, description: 'The last block that both branches have' })
  readonly forkPoint!: BlockPlaceView;
  @ApiProperty({ type: BranchView, description: 'The branch that was left' })
  readonly abandoned!: BranchView;
  @ApiProperty({ type: BranchView, description: 'The branch with more work' })
  readonly adopted!: BranchView;
  @ApiCount('Transactions of the abandoned branch')
  readonly transactionCount!: number;
  @ApiProperty({ type: [TransactionFateView], description: 'What became of them, at most 500' })
  readonly transactions!: TransactionFateView[];
}

export class ReorganisationPage {
  @ApiProperty({ type: [ReorganisationView], description: 'Newest first; fewer than asked for when they are large' })
  readonly reorganisations!: ReorganisationView[];
  @ApiNext()
  readonly next!: string | null;
}

export function reorganisationView(record: Reorganisation): ReorganisationView {
  const { number, atMs, forkPoint, abandoned, adopted, transactionCount, transactions } = record;
  return {
    number,
    time: new Date(atMs).toISOString(),
    forkPoint: placeView(forkPoint),
    abandoned: branchView(abandoned),
    adopted: branchView(adopted),
    transactionCount,
    transactions: transactions.map(fateView),
  };
}

function branchView({ tip, totalWork, length, blocks }: BranchRecord): BranchView {
  return { tip: placeView(tip), totalWork, length, blocks: blocks.map(placeView) };
}

function placeView({ hash, height }: BlockPlace): BlockPlaceView {
  return { hash, height };
}

function fateView({ id, fate }: TransactionFate): TransactionFateView {
  const block = fate.kind === 'moved' ? placeView(fate.block) : null;
  const reason = fate.kind === 'dropped' ? brokenRuleView(fate.reason) : null;
  return { id, fate: fate.kind, block, reason };
}
