import { accepted, type Result, refused } from '#domain/primitives/result';
import type { ConfigurationRefusal } from './configuration.errors.ts';
import { isLoopbackHost } from './endpoint.ts';
import { KNOWN_VARIABLES } from './known-variables.ts';
import { PEER_SETTINGS } from './peer-settings.ts';
import { readSecretFileFromDisk } from './read-secret-file.ts';
import { type Environment, readSettings } from './read-settings.ts';
import type { ValuesOf } from './setting.ts';

/** What a peer is told from outside. */
export type PeerConfiguration = Omit<ValuesOf<typeof PEER_SETTINGS>, 'p2pHost' | 'webhooksAllowPrivate'> & {
  readonly p2pHost: string;
  readonly webhooksAllowPrivate: boolean;
};

/** The peer's configuration, or every variable that is wrong. Reads `_FILE` secrets, otherwise nothing but `env`. */
export function readPeerConfiguration(env: Environment): Result<PeerConfiguration, ConfigurationRefusal> {
  const settings = readSettings(PEER_SETTINGS, env, KNOWN_VARIABLES, readSecretFileFromDisk);
  if (!settings.ok) return settings;
  const { trackers, peers, advertise, p2pHost, webhooksAllowPrivate, httpHost, httpAllowedHosts } = settings.value;
  const { trustedTrackers, joinToken } = settings.value;
  if (joinToken !== undefined && trustedTrackers.length === 0) {
    const [variable, other] = ['CHEESE_JOIN_TOKEN', 'CHEESE_TRUSTED_TRACKERS'];
    const problem = { code: 'configuration-needs-another', variable, other } as const;
    return refused({ code: 'configuration-refused', problems: [problem] });
  }
  const named = [...trackers, ...peers, ...(advertise === undefined ? [] : [advertise])];
  // Whoever calls from this machine reaches its services anyway; who comes through a proxy does not.
  const onlyHere = isLoopbackHost(httpHost) && httpAllowedHosts.length === 0;
  return accepted({
    ...settings.value,
    p2pHost: p2pHost ?? listeningHost(named.map(({ host }) => host)),
    webhooksAllowPrivate: webhooksAllowPrivate ?? onlyHere,
  });
}

/** Where to listen so that those who are named, and others who hear of this node from them, reach it. */
function listeningHost(named: readonly string[]): string {
  if (!named.every(isLoopbackHost)) return '0.0.0.0';
  return named.length > 0 && named.every((host) => host === '::1') ? '::1' : '127.0.0.1';
}
