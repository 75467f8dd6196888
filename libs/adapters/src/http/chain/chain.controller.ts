import { Controller, Get, Header } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { targetOf } from '#domain/chain/target';
import { difficultyOf } from '#domain/chain/work';
import { FullNode } from '#domain/node/full-node';
import type { SyncProgress } from '#domain/peer-network/sync-progress';
import { isoTime } from '../views/iso-time.ts';
import { ChainView } from './chain.view.ts';
import { syncView } from './sync.view.ts';

/** What an answer tells that moves: each is read from where it is known already. */
interface Moving {
  readonly tipHash: string;
  readonly openTransactions: number;
  readonly peers: number;
  readonly syncing: boolean;
  readonly sync: SyncProgress | undefined;
}

/** The chain as this peer has it. */
@ApiTags('chain')
@ApiBearerAuth()
@Controller('v1/chain')
export class ChainController {
  /** The latest answer and what it told of: it is asked for far more often than any of that changes. */
  private told: Moving = { tipHash: '', openTransactions: 0, peers: 0, syncing: false, sync: undefined };
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
    const { syncing, monitor } = peers.sync;
    const { current: sync } = monitor;
    const isTold = told.tipHash === tipHash && told.openTransactions === openTransactions && told.peers === size;
    if (isTold && told.syncing === syncing && told.sync === sync) return this.text;
    this.told = { tipHash, openTransactions, peers: size, syncing, sync };
    const moving = { openTransactions, peers: size, syncing, sync: syncView(sync) };
    this.text = JSON.stringify({ ...this.tipView(), ...moving } satisfies ChainView);
    return this.text;
  }

  private tipView(): Omit<ChainView, 'openTransactions' | 'peers' | 'syncing' | 'sync'> {
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
