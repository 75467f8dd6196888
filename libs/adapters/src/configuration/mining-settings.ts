import { type MiningPace, PACE_KINDS } from '#domain/mining/mining-pace';
import { HOST } from './endpoint.ts';
import { LISTEN_PORT, oneOf, wholeNumber } from './formats.ts';
import { ADDRESS_TEXT } from './peer-formats.ts';
import { optionalSetting, setting } from './setting.ts';

/** A day: whoever wants blocks less often mines them one by one. */
const MAX_INTERVAL_SECONDS = 86_400;

/** Mining by the peer itself and by others that work for it. */
export const MINING_SETTINGS = {
  miningThreads: setting({
    variable: 'CHEESE_MINING_THREADS',
    format: wholeNumber(0, 256, 'threads, 0 for none'),
    fallback: 0,
    description: 'Threads that mine from the start; mining can be started and stopped later as well.',
  }),
  miningRecipient: optionalSetting<string>({
    variable: 'CHEESE_MINING_RECIPIENT',
    format: ADDRESS_TEXT,
    fallbackText: "the wallet's address",
    description: 'Who is paid for mined blocks.',
  }),
  miningMode: setting<MiningPace['kind']>({
    variable: 'CHEESE_MINING_MODE',
    format: oneOf(PACE_KINDS),
    fallback: 'continuous',
    description:
      'How mining from the start goes: one block after another, one as soon as a transaction opens, or one every so many seconds.',
  }),
  miningIntervalSeconds: setting({
    variable: 'CHEESE_MINING_INTERVAL_SECONDS',
    format: wholeNumber(1, MAX_INTERVAL_SECONDS, 'seconds'),
    fallback: 10,
    description: 'The time from block to block in the mode `interval`.',
  }),
  stratumPort: optionalSetting<number>({
    variable: 'CHEESE_STRATUM_PORT',
    format: LISTEN_PORT,
    fallbackText: 'no Stratum server',
    description: 'TCP port for miners that speak Stratum v1.',
  }),
  stratumHost: setting({
    variable: 'CHEESE_STRATUM_HOST',
    format: HOST,
    fallback: '127.0.0.1',
    description: 'Address to listen on for Stratum; 0.0.0.0 for miners on other machines.',
  }),
};
