import { formatEndpoint } from '#domain/peer-network/endpoint';
import { StartFailure } from '../process/start-failure.ts';
import { ListenRefusedError } from './transport.errors.ts';

/** What listens, as messages name it. */
interface Listening {
  readonly what: string;
  /** `CHEESE_<door>_PORT` and `CHEESE_<door>_HOST` move it. */
  readonly door: string;
}

const NETWORK_PROTOCOL: Listening = { what: 'The network protocol', door: 'P2P' };

/** Runs a start that listens; an address that cannot be had is a StartFailure that names the variable to change. */
export async function listenOrSay(
  start: () => Promise<void>,
  { what, door }: Listening = NETWORK_PROTOCOL,
): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof ListenRefusedError)) throw error;
    const { refusal } = error;
    const why = refusal.code === 'listen-failed' ? `${refusal.code}, ${refusal.errno}` : refusal.code;
    throw new StartFailure(
      `${what} cannot listen on ${formatEndpoint(refusal)} (${why}): change CHEESE_${door}_PORT or CHEESE_${door}_HOST.`,
    );
  }
}
