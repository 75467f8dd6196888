import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usageFailure } from '../cli-failure.ts';

/** More than this many peers on one machine say little that a simulation would not, and each is a process. */
export const MAX_LOCAL_PEERS = 64;
const HOST = '127.0.0.1';
const MAX_PORT = 65_535;

/** One process of the local network, before it runs. */
export interface ProgramPlan {
  /** "tracker", "peer 1", … */
  readonly name: string;
  readonly script: string;
  readonly tcpPort: number;
  readonly httpPort: number;
  readonly dataDir: string;
  readonly logFile: string;
  /** CHEESE_ variables on top of those that were given from outside. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface LocalNetworkPlan {
  readonly network: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly tracker: ProgramPlan;
  readonly peers: readonly ProgramPlan[];
}

export interface LocalNetworkRequest {
  readonly peers: number;
  /** A preset or the path of a network file. */
  readonly network: string;
  readonly dataDir: string;
  readonly portBase?: number;
}

/** The main file of one of the programs. */
export function programScript(program: 'tracker' | 'peer'): string {
  return fileURLToPath(new URL(`../../../${program}/src/main.js`, import.meta.url));
}

/** `host:port` on this machine. */
export function localEndpoint(port: number): string {
  return `${HOST}:${port}`;
}

/** Lays out processes, ports and folders; peers are numbered from 1 in names and folders. */
export function planLocalNetwork(request: LocalNetworkRequest): LocalNetworkPlan {
  const { peers, portBase } = request;
  const dataDir = resolve(request.dataDir);
  const network = request.network.endsWith('.json') ? resolve(request.network) : request.network;
  const base = { dataDir, network };
  const trackerPorts = portBase === undefined ? { tcp: 9999, http: 9998 } : { tcp: portBase, http: portBase + 1 };
  const peerPorts = (index: number) =>
    portBase === undefined
      ? { tcp: 9009 + index, http: 5005 + index }
      : { tcp: portBase + 10 + 2 * index, http: portBase + 11 + 2 * index };
  if (portBase !== undefined && peerPorts(peers - 1).http > MAX_PORT) {
    throw usageFailure('port-base-too-high', `--port-base ${portBase} leaves no room for ${peers} peers below 65536.`);
  }
  const trackers = localEndpoint(trackerPorts.tcp);
  return {
    ...base,
    tracker: planProgram(base, 'tracker', 'tracker', trackerPorts, {}),
    peers: Array.from({ length: peers }, (_, index) =>
      planProgram(base, 'peer', `peer ${index + 1}`, peerPorts(index), { CHEESE_TRACKERS: trackers }),
    ),
  };
}

function planProgram(
  base: { readonly dataDir: string; readonly network: string },
  program: 'tracker' | 'peer',
  name: string,
  ports: { readonly tcp: number; readonly http: number },
  more: Readonly<Record<string, string>>,
): ProgramPlan {
  const folder = name.replace(' ', '-');
  const dataDir = join(base.dataDir, folder);
  return {
    name,
    script: programScript(program),
    tcpPort: ports.tcp,
    httpPort: ports.http,
    dataDir,
    logFile: join(base.dataDir, 'logs', `${folder}.log`),
    variables: {
      CHEESE_NETWORK: base.network,
      CHEESE_DATA_DIR: dataDir,
      CHEESE_P2P_HOST: HOST,
      CHEESE_P2P_PORT: String(ports.tcp),
      CHEESE_ADVERTISE: '',
      CHEESE_HTTP_HOST: HOST,
      CHEESE_HTTP_PORT: String(ports.http),
      CHEESE_DATA_SLOTS: '',
      ...more,
    },
  };
}
