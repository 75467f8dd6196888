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
  /** The latest answer and what it told of: it is asked for far more often than any of that changes. */
  private told = { tipHash: '', openTransactions: 0, peers: 0, syncing: false };
  private text = '';

  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOperation({ summary: 'The chain', description: 'As this peer has it.' })
  @ApiOkResponse({ type: ChainView, description: 'The chain' })
  @Header('content-type', 'application/json; charset=utf-8')
  getChain(): string {
    const { chain, mempool, peers } = this.node;
    const { told } = this;
    const { hash: tipHash } = chain.tip;
    const openTransactions = mempool.view.size;
    const { size } = peers.roster;
    const { syncing } = peers.sync;
    const isTold = told.tipHash === tipHash && told.openTransactions === openTransactions && told.peers === size;
    if (isTold && told.syncing === syncing) return this.text;
    this.told = { tipHash, openTransactions, peers: size, syncing };
    this.text = JSON.stringify({ ...this.tipView(), openTransactions, peers: size, syncing } satisfies ChainView);
    return this.text;
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
