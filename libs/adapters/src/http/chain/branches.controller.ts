import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';
import { BranchesView, branchBlockView } from './branches.view.ts';
import { BranchesQuery } from './branches-query.dto.ts';

/** The recent part of the tree of all blocks, of which the best chain is one branch. */
@ApiTags('chain')
@ApiBearerAuth()
@Controller('v1/branches')
export class BranchesController {
  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOperation({
    summary: 'Branches',
    description:
      'Every known block of the newest heights, those off the best chain included, and headers above its tip whose ' +
      'bodies have not come: at most 1,000, those of the best chain before others.',
  })
  @ApiOkResponse({ type: BranchesView, description: 'The tree' })
  async listBranches(@Query() { depth }: BranchesQuery): Promise<BranchesView> {
    const blocks = await this.node.queries.recentTree(depth);
    return { tipHash: this.node.chain.tip.hash, blocks: blocks.map(branchBlockView) };
  }
}
