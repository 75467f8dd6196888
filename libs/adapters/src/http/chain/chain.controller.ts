import { Controller, Get, Header } from '@nestjs/common';
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
  /** The latest answer, for as long as nothing in it changes: it is asked for far more often than that. */
  private answer = { key: '', text: '' };

  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOperation({ summary: 'The chain', description: 'As this peer has it.' })
  @ApiOkResponse({ type: ChainView, description: 'The chain' })
  @Header('content-type', 'application/json; charset=utf-8')
  getChain(): string {
    const { chain, mempool, peers } = this.node;
    const moving = { openTransactions: mempool.view.size, peers: peers.roster.size, syncing: peers.sync.syncing };
    const key = `${chain.tip.hash} ${moving.openTransactions} ${moving.peers} ${moving.syncing}`;
    if (this.answer.key !== key) this.answer = { key, text: JSON.stringify({ ...this.tipView(), ...moving }) };
    return this.answer.text;
  }

  private tipView(): Omit<ChainView, 'openTransactions' | 'peers' | 'syncing'> {
    const { network, chain, queries } = this.node;
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
    };
  }
}
