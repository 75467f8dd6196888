import { type DynamicModule, Module } from '@nestjs/common';
import { peerApi } from '#adapters/http/peer-api';
import { PeerController } from '#adapters/tcp/peer.controller';
import { PeerHandlers } from '#domain/peer-network/peer-handlers';
import type { OpenPeer } from './open-peer.ts';

@Module({})
class PeerModule {}

/** A peer as Nest sees it: the node's capabilities, and the doors to them over HTTP and TCP. */
export function peerModule(peer: OpenPeer): DynamicModule {
  const { controllers, providers } = peerApi(peer);
  return {
    module: PeerModule,
    controllers: [...controllers, PeerController],
    providers: [...providers, { provide: PeerHandlers, useValue: peer.node.handlers }],
  };
}
