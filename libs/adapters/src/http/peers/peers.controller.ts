import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';
import { formatEndpoint } from '#domain/peer-network/endpoint';
import type { Peer } from '#domain/peer-network/peer';

export class PeerView {
  @ApiProperty({ description: 'sha256 of its identity key, 64 hex digits' })
  readonly id!: string;
  @ApiProperty({ description: 'host:port; where it listens, else where it came from' })
  readonly address!: string;
  @ApiProperty({ enum: ['inbound', 'outbound'] })
  readonly direction!: 'inbound' | 'outbound';
  @ApiProperty({ description: 'Where its chain ended when it last said so' })
  readonly height!: number;
  @ApiProperty({ type: Number, nullable: true })
  readonly latencyMs!: number | null;
  @ApiProperty({ description: 'Its software' })
  readonly agent!: string;
  @ApiProperty({ description: 'ISO 8601' })
  readonly connectedAt!: string;
  @ApiProperty({ description: 'Misbehaviour: banned at 100' })
  readonly score!: number;
}

export class PeersView {
  @ApiProperty({ type: [PeerView] })
  readonly peers!: PeerView[];
}

/** The peers in session. */
@ApiTags('peers')
@Controller('v1/peers')
export class PeersController {
  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOkResponse({ type: PeersView })
  list(): PeersView {
    return { peers: this.node.peers.roster.all().map((peer) => this.view(peer)) };
  }

  private view({ session, agent, listen, status, latencyMs, connectedAtMs }: Peer): PeerView {
    return {
      id: session.peerId,
      address: formatEndpoint(listen ?? session.remote),
      direction: session.direction,
      height: status.height,
      latencyMs: latencyMs ?? null,
      agent,
      connectedAt: new Date(connectedAtMs).toISOString(),
      score: this.node.peers.misbehaviour.score(session.peerId),
    };
  }
}
