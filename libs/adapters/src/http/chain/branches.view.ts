import { ApiProperty } from '@nestjs/swagger';
import type { BlockStatus } from '#domain/chain/header-entry';
import type { TreeBlock } from '#domain/node/node-queries';
import { EXAMPLES } from '../views/examples.ts';
import { isoTime } from '../views/iso-time.ts';
import { ApiHash, ApiTime, ApiUint32 } from '../views/properties.ts';

const STATUSES: readonly BlockStatus[] = ['header', 'body', 'connected', 'invalid'];

/** A block of any branch. */
export class BranchBlockView {
  @ApiHash('Of the header')
  readonly hash!: string;
  @ApiHash('The block before it', EXAMPLES.otherHash)
  readonly previousHash!: string;
  @ApiUint32('How many blocks come before it', 42)
  readonly height!: number;
  @ApiProperty({ pattern: '^\\d+$', description: 'Hashes expected for it and all before it, decimal', example: '86' })
  readonly totalWork!: string;
  @ApiTime('When it was mined, as its header says')
  readonly timestamp!: string;
  @ApiProperty({
    enum: STATUSES,
    description: 'Only its header is here; its body too; it has passed every rule; it broke one, or one before it did',
    example: 'connected',
  })
  readonly status!: BlockStatus;
  @ApiProperty({ description: 'Part of the best chain', example: true })
  readonly isOnBestChain!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of one that is invalid: the code of the rule that it broke; else null',
    example: null,
  })
  readonly invalidCode!: string | null;
}

export class BranchesView {
  @ApiHash('The newest block of the best chain')
  readonly tipHash!: string;
  @ApiProperty({ type: [BranchBlockView], description: 'Highest first; of one height in no order' })
  readonly blocks!: BranchBlockView[];
}

export function branchBlockView({ entry, isOnBestChain }: TreeBlock): BranchBlockView {
  const { hash, height, header, totalWork, status, invalidCode = null } = entry;
  const { previousHash, timestamp } = header;
  return {
    hash,
    previousHash,
    height,
    totalWork: totalWork.toString(),
    timestamp: isoTime(timestamp),
    status,
    isOnBestChain,
    invalidCode,
  };
}
