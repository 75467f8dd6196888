import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { targetOf } from '#domain/chain/target';
import { difficultyOf } from '#domain/chain/work';
import { FullNode } from '#domain/node/full-node';
import { isoTime } from '../views/iso-time.ts';
import { ChainView } from './chain.view.ts';

/** The chain as this peer has it. */
@ApiTags('chain')
@ApiBearerAuth()
@Controller('v1/chain')
export class ChainController {
  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOperation({ summary: 'The chain', description: 'As this peer has it.' })
  @ApiOkResponse({ type: ChainView, description: 'The chain' })
  getChain(): ChainView {
    const { network, chain, mempool, peers, queries } = this.node;
    const { tip } = chain;
    return {
      network: network.parameters.name,
      chainId: network.chainId,
      height: tip.height,
      tipHash: tip.hash,
      genesisHash: network.genesisHash,
      totalWork: tip.totalWork.toString(),
      difficulty: difficultyOf(targetOf(tip.header.bits), network.easiestTarget),
      tipTime: isoTime(tip.header.timestamp),
      supply: queries.supply(),
      openTransactions: mempool.view.size,
      peers: peers.roster.size,
      syncing: peers.sync.syncing,
    };
  }
}
