import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { HeaderEntry } from '#domain/chain/header-entry';
import { FullNode } from '#domain/node/full-node';
import type { FoundBlock } from '#domain/node/node-queries';
import { Refuses } from '../document/refuses.decorator.ts';
import { httpProblem } from '../problems/problem-of.ts';
import { BlockView, blockView } from '../views/block.view.ts';
import { readCursor } from '../views/cursor.ts';
import { PageQuery } from '../views/page-query.dto.ts';
import { hashFrom, heightFrom } from '../views/path-values.ts';
import { BlockAnswers } from './block-answers.ts';
import { BlockPage } from './block-page.view.ts';

/** A page ends after the block that exceeds this: as JSON some four times as much, written in a few tens of ms. */
const MAX_PAGE_BLOCK_BYTES = 2 * 2 ** 20;

/** Blocks of the best chain. */
@ApiTags('chain')
@ApiBearerAuth()
@Controller('v1/blocks')
export class BlocksController {
  private readonly answers: BlockAnswers;

  constructor(private readonly node: FullNode) {
    this.answers = new BlockAnswers(node);
  }

  @Get()
  @ApiOperation({ summary: 'Blocks, newest first', description: 'Those of the best chain, with their transactions.' })
  @ApiOkResponse({ type: BlockPage, description: 'A page of blocks' })
  async listBlocks(@Query() { limit, before }: PageQuery): Promise<BlockPage> {
    const { chain, network } = this.node;
    const below = before === undefined ? chain.tip.height + 1 : (readCursor(before, 1)[0] as number);
    const found = await this.downFrom(Math.min(below, chain.tip.height + 1) - 1, limit);
    const last = found.at(-1)?.entry.height ?? 0;
    return { blocks: found.map((block) => blockView(network, block)), next: last > 0 ? String(last) : null };
  }

  @Get(':which')
  @ApiOperation({ summary: 'A block', description: 'By height, hash, or "tip" for the newest.' })
  @ApiParam({ name: 'which', example: 'tip' })
  @ApiOkResponse({ type: BlockView, description: 'The block' })
  @Header('content-type', 'application/json; charset=utf-8')
  @Refuses('block-not-found')
  async getBlock(@Param('which') which: string): Promise<Buffer> {
    const entry = await this.find(which);
    const answer = entry === undefined ? undefined : await this.answers.of(entry);
    if (answer === undefined) throw httpProblem('block-not-found', { block: which });
    return answer;
  }

  private async downFrom(height: number, limit: number): Promise<FoundBlock[]> {
    const blocks: FoundBlock[] = [];
    let bytes = 0;
    for (let at = height; at >= 0 && blocks.length < limit && bytes <= MAX_PAGE_BLOCK_BYTES; at--) {
      const found = await this.node.queries.blockAt(at);
      // Pruned, and so are those below; or the chain has just become shorter.
      if (found === undefined && at <= this.node.chain.tip.height) break;
      if (found === undefined) continue;
      blocks.push(found);
      bytes += found.block.bytes.length;
    }
    return blocks;
  }

  private async find(which: string): Promise<HeaderEntry | undefined> {
    const { chain } = this.node;
    if (which === 'tip') return chain.tip;
    const height = heightFrom(which);
    if (height !== undefined) return chain.at(height);
    const entry = await chain.find(hashFrom(which, 'block'));
    return entry !== undefined && (await chain.at(entry.height))?.hash === entry.hash ? entry : undefined;
  }
}
