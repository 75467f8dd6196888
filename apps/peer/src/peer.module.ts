import { type DynamicModule, Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { HttpAccess } from '#adapters/http/access/http-access';
import { Readiness } from '#adapters/http/operations/health.controller';
import { NodeReadiness } from '#adapters/http/operations/node-readiness';
import { PEER_CONTROLLERS } from '#adapters/http/peer-controllers';
import { nodeMetrics } from '#adapters/metrics/node-metrics';
import { PeerController } from '#adapters/tcp/peer.controller';
import { FullNode } from '#domain/node/full-node';
import { PeerHandlers } from '#domain/peer-network/peer-handlers';
import { SendPayment } from '#domain/wallet/send-payment';
import { Wallet } from '#domain/wallet/wallet';
import type { OpenPeer } from './open-peer.ts';

@Module({})
class PeerModule {}

/** A peer as Nest sees it: the node's capabilities, and the doors to them over HTTP and TCP. */
export function peerModule({ node, wallet, payments, runsOn }: OpenPeer, access: HttpAccess): DynamicModule {
  return {
    module: PeerModule,
    controllers: [...PEER_CONTROLLERS, PeerController],
    providers: [
      { provide: FullNode, useValue: node },
      { provide: PeerHandlers, useValue: node.handlers },
      { provide: Wallet, useValue: wallet },
      { provide: SendPayment, useValue: payments },
      { provide: HttpAccess, useValue: access },
      { provide: Readiness, useValue: new NodeReadiness(node) },
      { provide: Registry, useValue: nodeMetrics(node, runsOn) },
    ],
  };
}
