import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PeerController } from '#adapters/tcp/peer.controller';
import { PeerServer } from '#adapters/tcp/peer-server.strategy';
import type { FullNode } from '#domain/node/full-node';
import { PeerHandlers } from '#domain/peer-network/peer-handlers';
import type { SessionHandlers } from '#domain/peer-network/transport.port';

class PeerModule {}

/** Leads what peers say through Nest's handlers, as the peer app does. */
export class NestHandlers {
  private readonly apps: INestApplicationContext[] = [];

  readonly for = async (node: FullNode): Promise<SessionHandlers> => {
    const peerServer = new PeerServer();
    const module = {
      module: PeerModule,
      controllers: [PeerController],
      providers: [{ provide: PeerHandlers, useValue: node.handlers }],
    };
    const app = await NestFactory.createMicroservice(module, { strategy: peerServer, logger: false });
    await app.listen();
    this.apps.push(app);
    return peerServer;
  };

  async close(): Promise<void> {
    await Promise.all(this.apps.splice(0).map((app) => app.close()));
  }
}
