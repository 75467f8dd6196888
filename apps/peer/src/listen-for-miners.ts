import type { PeerConfiguration } from '#adapters/configuration/peer-configuration';
import { listenOrSay } from '#adapters/tcp/listen-or-say';
import type { OpenPeer } from './open-peer.ts';

/** Opens the Stratum server, if the configuration gives it a port. */
export async function listenForMiners(configuration: PeerConfiguration, { stratum }: OpenPeer): Promise<void> {
  const { stratumHost: host, stratumPort: port } = configuration;
  if (port === undefined) return;
  await listenOrSay(() => stratum.listen({ host, port }), { what: 'The Stratum server', door: 'STRATUM' });
}
