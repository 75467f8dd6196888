import { StartFailure } from '#adapters/process/start-failure';
import { ListenRefusedError } from '#adapters/tcp/transport.errors';
import type { FullNode } from '#domain/node/full-node';
import type { SessionHandlers } from '#domain/peer-network/transport.port';

/** Starts the node; an address that cannot be had is a StartFailure that names the variable to change. */
export async function listenForPeers(node: FullNode, handlers: SessionHandlers): Promise<void> {
  try {
    await node.start(handlers);
  } catch (error) {
    if (!(error instanceof ListenRefusedError)) throw error;
    const { code, host, port } = error.refusal;
    throw new StartFailure(
      `The network protocol cannot listen on ${host}:${port} (${code}): change CHEESE_P2P_PORT or CHEESE_P2P_HOST.`,
    );
  }
}
