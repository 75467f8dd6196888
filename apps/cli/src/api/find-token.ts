import { join } from 'node:path';
import { isLoopbackHost } from '#adapters/configuration/endpoint';
import { readApiToken } from '#adapters/data-directory/api-token';
import { readNetworkRecord } from '../local-network/data-folder.ts';

/**
 * The access token for a peer, from the data folder on this machine: that of the local network's peer at this address,
 * else that of a single peer in the folder or its `peer` subfolder. Found tokens are only ever for this machine: a
 * token belongs to one peer and goes nowhere else.
 */
export function findToken(peer: URL, dataDir: string): string | undefined {
  const host = peer.hostname.replace(/^\[|\]$/g, '');
  if (!isLoopbackHost(host)) return undefined;
  const known = readNetworkRecord(dataDir)?.peers.find(({ http }) => http.endsWith(`:${peer.port}`));
  if (known !== undefined) return readApiToken(known.dataDir);
  return readApiToken(dataDir) ?? readApiToken(join(dataDir, 'peer'));
}
