import type { PeerConfiguration } from '#adapters/configuration/peer-configuration';
import { StartFailure } from '#adapters/process/start-failure';
import { paceOf } from '#domain/mining/mining-pace';
import type { Log } from '#domain/primitives/log.port';
import type { AccountId } from '#domain/transaction/account';
import { decodeAddress } from '#domain/transaction/address';
import type { OpenPeer } from './open-peer.ts';

/** Begins to mine when the configuration asks for it: for the address it names, else for the wallet's. */
export function mineFromTheStart(configuration: PeerConfiguration, peer: OpenPeer, log: Log): void {
  const { miningThreads, miningRecipient, miningMode, miningIntervalSeconds } = configuration;
  if (miningThreads === 0) return;
  const recipient = recipientOf(miningRecipient, peer);
  if (recipient === undefined) {
    log.warn('mining does not start: there is no wallet yet and CHEESE_MINING_RECIPIENT is not set');
    return;
  }
  const pace = paceOf(miningMode, miningIntervalSeconds);
  const started = peer.node.mining.start(recipient, miningThreads, pace);
  if (!started.ok) throw new StartFailure(`CHEESE_MINING_THREADS: mining does not start (${started.refusal.code}).`);
  log.info('mining', { threads: miningThreads, mode: miningMode });
}

function recipientOf(address: string | undefined, { node, wallet }: OpenPeer): AccountId | undefined {
  if (address === undefined) {
    const status = wallet.status();
    return status.ok ? status.value.account : undefined;
  }
  const decoded = decodeAddress(node.network.parameters.addressPrefix, address);
  if (!decoded.ok)
    throw new StartFailure(`CHEESE_MINING_RECIPIENT is no address of this network (${decoded.refusal.code}).`);
  return decoded.value;
}
