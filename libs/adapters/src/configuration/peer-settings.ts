import { HEADER_WINDOW } from '#domain/chain/header-tree';
import { ACCESS_SETTINGS } from './access-settings.ts';
import { commonSettings } from './common-settings.ts';
import { ENDPOINT, type Endpoint, HOST } from './endpoint.ts';
import { anyText, listOf, SWITCH, wholeNumber } from './formats.ts';
import { PEER_MEMBERSHIP_SETTINGS } from './membership-settings.ts';
import { MINING_SETTINGS } from './mining-settings.ts';
import { optionalSetting, setting } from './setting.ts';
import { WEBHOOK_SETTINGS } from './webhook-settings.ts';

/** More trackers or fixed peers than this help nobody, and each costs a connection. */
const MAX_ENDPOINTS = 16;

const networkSettings = {
  p2pHost: optionalSetting<string>({
    variable: 'CHEESE_P2P_HOST',
    format: HOST,
    fallbackText: '127.0.0.1 (or ::1) when trackers, fixed peers and its address are all on this machine, else 0.0.0.0',
    description: 'Address to listen on for the network protocol.',
  }),
  advertise: optionalSetting<Endpoint>({
    variable: 'CHEESE_ADVERTISE',
    format: ENDPOINT,
    fallbackText: 'found by itself',
    description: 'The address other peers reach this one at, where it cannot be found by itself.',
  }),
  trackers: setting<readonly Endpoint[]>({
    variable: 'CHEESE_TRACKERS',
    format: listOf(ENDPOINT, MAX_ENDPOINTS),
    fallback: [],
    fallbackText: 'none',
    description: 'The trackers to ask for peers.',
  }),
  peers: setting<readonly Endpoint[]>({
    variable: 'CHEESE_PEERS',
    format: listOf(ENDPOINT, MAX_ENDPOINTS),
    fallback: [],
    fallbackText: 'none',
    description: 'Peers to be connected with in any case, beside those that trackers and others tell of.',
  }),
  maxInbound: setting({
    variable: 'CHEESE_MAX_INBOUND',
    format: wholeNumber(0, 1000, 'sessions'),
    // A session may hold some megabytes of buffers: this keeps a small machine well under a gigabyte.
    fallback: 64,
    description: 'How many sessions that others opened are kept at most.',
  }),
  maxOutbound: setting({
    variable: 'CHEESE_MAX_OUTBOUND',
    format: wholeNumber(0, 100, 'sessions'),
    // Bitcoin's number: enough that an attacker hardly owns them all, few enough to be cheap.
    fallback: 8,
    description: 'How many sessions this peer opens by its own choice, fixed peers not counted.',
  }),
};

const workSettings = {
  walletPassword: optionalSetting<string>({
    variable: 'CHEESE_WALLET_PASSWORD',
    format: anyText(1, 1024),
    fallbackText: 'none',
    description: 'Unlocks the wallet at start, for peers that nobody sits in front of.',
    secret: true,
  }),
  dataSlots: setting({
    variable: 'CHEESE_DATA_SLOTS',
    format: SWITCH,
    fallback: false,
    description:
      'Use a `slot-N` of the data directory, its own again if it had one, so that scaled containers share a volume.',
  }),
};

const storageSettings = {
  pruneBelowBlocks: optionalSetting<number>({
    variable: 'CHEESE_PRUNE_BELOW_BLOCKS',
    // As many as may be reorganised at least; a network whose rewards mature late takes more.
    format: wholeNumber(HEADER_WINDOW, 1_000_000_000, 'blocks'),
    fallbackText: 'nothing is pruned',
    description:
      'Keep the bodies of so many of the newest blocks and remove older ones, with their transactions in histories.',
  }),
};

/** Every variable that a peer reads. */
export const PEER_SETTINGS = {
  ...commonSettings({ dataDir: 'data/peer', p2pPort: 9009, httpPort: 5005 }),
  ...networkSettings,
  ...PEER_MEMBERSHIP_SETTINGS,
  ...ACCESS_SETTINGS,
  ...MINING_SETTINGS,
  ...workSettings,
  ...storageSettings,
  ...WEBHOOK_SETTINGS,
};
