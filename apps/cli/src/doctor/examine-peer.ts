import { formatEndpoint } from '#adapters/configuration/endpoint';
import type { PeerConfiguration } from '#adapters/configuration/peer-configuration';
import { readApiToken } from '#adapters/data-directory/api-token';
import { type Check, fail, ok, warn } from './check.ts';
import { checkDataDirectory, checkSecretFiles } from './check-data-directory.ts';
import { checkDatabase } from './check-database.ts';
import { checkDisk, checkNode } from './check-machine.ts';
import { checkClock, checkCompany, checkReachable } from './check-network.ts';
import { checkPort, type Door } from './check-ports.ts';
import { askRunningPeer, type RunningPeer } from './running-peer.ts';

/** Everything that can be told of a peer with this configuration, whether it runs or not. Changes nothing. */
export async function examinePeer(configuration: PeerConfiguration, version: string): Promise<Check[]> {
  const { dataDir, httpHost, httpPort, trackers, peers, apiToken } = configuration;
  const token = apiToken ?? readApiToken(dataDir);
  const http = { host: httpHost, port: httpPort };
  const found = httpPort === 0 ? undefined : await askRunningPeer(http, token);
  const running = found === 'not-ours' ? undefined : found;
  const checks = [
    ok('version', `cheesechain ${version}.`),
    checkNode(process.versions.node),
    checkDisk(dataDir),
    checkDataDirectory(dataDir),
    checkSecretFiles(dataDir),
    checkDatabase(dataDir),
  ];
  for (const door of doorsOf(configuration)) checks.push(await checkPort(door, running !== undefined));
  checks.push(...(await checkReachable('trackers', 'trackers', trackers)));
  checks.push(...(await checkReachable('fixed-peers', 'fixed peers', peers)));
  const knowsSomebody = trackers.length + peers.length > 0;
  if (running !== undefined) return [...checks, ...checksOfRunning(running, version, knowsSomebody)];
  const state =
    found === 'not-ours'
      ? fail(
          'peer',
          `Whoever answers at ${formatEndpoint(http)} does not take the token of ${dataDir}.`,
          'Name the data directory and ports of the peer that is meant, or end the other program.',
        )
      : ok('peer', 'It does not run; its clock and its company are checked while it does.');
  return [...checks, state];
}

function doorsOf({ httpHost, httpPort, p2pHost, p2pPort, stratumHost, stratumPort }: PeerConfiguration): Door[] {
  const doors: Door[] = [
    { name: 'http-port', variable: 'CHEESE_HTTP_PORT', host: httpHost, port: httpPort },
    { name: 'p2p-port', variable: 'CHEESE_P2P_PORT', host: p2pHost, port: p2pPort },
  ];
  if (stratumPort !== undefined) {
    doors.push({ name: 'stratum-port', variable: 'CHEESE_STRATUM_PORT', host: stratumHost, port: stratumPort });
  }
  return doors;
}

function checksOfRunning(peer: RunningPeer, version: string, knowsSomebody: boolean): Check[] {
  const state =
    peer.unready === undefined
      ? ok('peer', 'It runs and is ready.')
      : warn('peer', `It runs and is not ready: ${peer.unready}.`, 'Wait; if it stays so, look in its log.');
  const sameVersion =
    peer.version === version
      ? []
      : [warn('running-version', `The peer that runs is ${peer.version}.`, `Restart it to run ${version}.`)];
  return [state, ...sameVersion, checkCompany(peer, knowsSomebody), checkClock(peer)];
}
