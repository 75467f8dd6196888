import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ListedPeer } from '#domain/tracker/registered-peer';
import { Tracker } from '#domain/tracker/tracker';
import { ListedPeersView, type ListedPeerView } from './listed-peer.view.ts';
import { ListedPeersQuery } from './listed-peers-query.dto.ts';

/** The peers that a tracker tells others of. */
@ApiTags('peers')
@ApiBearerAuth()
@Controller('v1/peers')
export class ListedPeersController {
  constructor(private readonly tracker: Tracker) {}

  @Get()
  @ApiOperation({ summary: 'Peers', description: 'Those that this tracker tells others of.' })
  @ApiOkResponse({ type: ListedPeersView, description: 'The peers' })
  listPeers(@Query() { limit, before }: ListedPeersQuery): ListedPeersView {
    const after = this.tracker.registry.listed().filter(({ peerId }) => before === undefined || peerId > before);
    const page = after.sort((left, right) => (left.peerId < right.peerId ? -1 : 1)).slice(0, limit);
    const next = after.length > limit ? (page.at(-1)?.peerId ?? null) : null;
    return { peers: page.map(viewOf), next };
  }
}

function viewOf({ peerId, listing, agent, height, lastSeenMs }: ListedPeer): ListedPeerView {
  const { host, port } = listing.record.endpoint;
  return { id: peerId, host, port, agent, height, lastSeen: new Date(lastSeenMs).toISOString() };
}
