import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';
import type { FoundBlock } from '#domain/node/node-queries';
import { httpProblem } from '../problems/problem-of.ts';
import { BlockView, blockView } from '../views/block.view.ts';
import { readCursor } from '../views/cursor.ts';
import { PageQuery } from '../views/page-query.dto.ts';
import { hashFrom, heightFrom } from '../views/path-values.ts';

export class BlockPage {
  @ApiProperty({ type: [BlockView] })
  readonly blocks!: BlockView[];
  @ApiProperty({ type: String, nullable: true })
  readonly next!: string | null;
}

/** Blocks of the best chain. */
@ApiTags('chain')
@Controller('v1/blocks')
export class BlocksController {
  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOkResponse({ type: BlockPage })
  async list(@Query() { limit, before }: PageQuery): Promise<BlockPage> {
    const { chain, queries, network } = this.node;
    const below = before === undefined ? chain.tip.height + 1 : (readCursor(before, 1)[0] as number);
    const found = await queries.blocksDown(Math.min(below, chain.tip.height + 1) - 1, limit);
    const last = found.at(-1)?.entry.height ?? 0;
    return { blocks: found.map((block) => blockView(network, block)), next: last > 0 ? String(last) : null };
  }

  /** By height, hash, or "tip". */
  @Get(':which')
  @ApiOkResponse({ type: BlockView })
  async show(@Param('which') which: string): Promise<BlockView> {
    const found = await this.find(which);
    if (found === undefined) throw httpProblem(404, 'block-not-found', { block: which.slice(0, 64) });
    return blockView(this.node.network, found);
  }

  private find(which: string): Promise<FoundBlock | undefined> {
    const { queries, chain } = this.node;
    if (which === 'tip') return queries.blockAt(chain.tip.height);
    const height = heightFrom(which);
    return height === undefined ? queries.blockByHash(hashFrom(which, 'block')) : queries.blockAt(height);
  }
}
