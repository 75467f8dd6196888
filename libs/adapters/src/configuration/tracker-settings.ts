import { ACCESS_SETTINGS } from './access-settings.ts';
import { commonSettings } from './common-settings.ts';
import { ENDPOINT, type Endpoint, HOST } from './endpoint.ts';
import { wholeNumber } from './formats.ts';
import { TRACKER_MEMBERSHIP_SETTINGS } from './membership-settings.ts';
import { optionalSetting, setting } from './setting.ts';

/** Every variable that a tracker reads. */
export const TRACKER_SETTINGS = {
  ...commonSettings({ dataDir: 'data/tracker', p2pPort: 9999, httpPort: 9998 }),
  ...ACCESS_SETTINGS,
  ...TRACKER_MEMBERSHIP_SETTINGS,
  p2pHost: setting({
    variable: 'CHEESE_P2P_HOST',
    format: HOST,
    fallback: '127.0.0.1',
    description: 'Address to listen on for the network protocol; 0.0.0.0 for every interface.',
  }),
  advertise: optionalSetting<Endpoint>({
    variable: 'CHEESE_ADVERTISE',
    format: ENDPOINT,
    fallbackText: 'found by itself',
    description: 'The address peers reach this tracker at, which it tells them, where it cannot be found by itself.',
  }),
  maxPeers: setting({
    variable: 'CHEESE_MAX_PEERS',
    format: wholeNumber(1, 100_000, 'peers'),
    // A record takes well under 1 KiB: 10,000 stay within 10 MiB of memory.
    fallback: 10_000,
    description: 'How many peers the registry lists at most.',
  }),
  healthCheckIntervalMs: setting({
    variable: 'CHEESE_HEALTH_CHECK_INTERVAL_MS',
    format: wholeNumber(100, 3_600_000, 'milliseconds'),
    // The original tracker's rhythm; a dead peer is gone from the lists within half a minute.
    fallback: 15_000,
    description: 'How often each listed peer is asked whether it is alive; two silent answers remove it.',
  }),
};
