import { HOST } from './endpoint.ts';
import { LISTEN_PORT, oneOf, PATH } from './formats.ts';
import { NETWORK_CHOICE, type NetworkChoice } from './network-choice.ts';
import { setting } from './setting.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What tracker and peer both have, with defaults of their own. */
export function commonSettings(defaults: { dataDir: string; p2pPort: number; httpPort: number }) {
  return {
    network: setting<NetworkChoice>({
      variable: 'CHEESE_NETWORK',
      format: NETWORK_CHOICE,
      fallback: { kind: 'preset', name: 'devnet' },
      fallbackText: 'devnet',
      description: 'The network: a preset, or a file with the parameters of a network of your own.',
    }),
    dataDir: setting({
      variable: 'CHEESE_DATA_DIR',
      format: PATH,
      fallback: defaults.dataDir,
      description:
        'Where everything that must outlive a restart is kept; made when absent, used by one process at a time.',
    }),
    p2pPort: setting({
      variable: 'CHEESE_P2P_PORT',
      format: LISTEN_PORT,
      fallback: defaults.p2pPort,
      description: 'TCP port of the network protocol.',
    }),
    httpHost: setting({
      variable: 'CHEESE_HTTP_HOST',
      format: HOST,
      fallback: '127.0.0.1',
      description: 'Address to listen on for HTTP.',
    }),
    httpPort: setting({
      variable: 'CHEESE_HTTP_PORT',
      format: LISTEN_PORT,
      fallback: defaults.httpPort,
      description: 'TCP port for HTTP.',
    }),
    logLevel: setting<LogLevel>({
      variable: 'CHEESE_LOG_LEVEL',
      format: oneOf(LOG_LEVELS),
      fallback: 'info',
      description: 'The least important kind of log line that is written.',
    }),
  };
}
