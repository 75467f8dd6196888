import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';
import { formatEndpoint } from '#domain/peer-network/endpoint';
import type { Peer } from '#domain/peer-network/peer';
import { brokenRuleView } from '../views/broken-rule.view.ts';
import { PeersView, type PeerView } from './peers.view.ts';

/** The peers in session. */
@ApiTags('peers')
@ApiBearerAuth()
@Controller('v1/peers')
export class PeersController {
  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOperation({ summary: 'Peers', description: 'Those that this peer is in session with.' })
  @ApiOkResponse({ type: PeersView, description: 'The peers' })
  listPeers(): PeersView {
    return { peers: this.node.peers.roster.all().map((peer) => this.view(peer)) };
  }

  private view({ session, agent, listen, status, latencyMs, connectedAtMs }: Peer): PeerView {
    const { misbehaviour } = this.node.peers;
    const breach = misbehaviour.lastBreach(session.peerId);
    return {
      id: session.peerId,
      address: formatEndpoint(listen ?? session.remote),
      direction: session.direction,
      height: status.height,
      latencyMs: latencyMs ?? null,
      agent,
      connectedAt: new Date(connectedAtMs).toISOString(),
      score: misbehaviour.score(session.peerId),
      breach: breach === undefined ? null : brokenRuleView(breach),
    };
  }
}
