import { StartFailure } from '../process/start-failure.ts';
import { ListenRefusedError } from './transport.errors.ts';

/** Runs a start that listens; an address that cannot be had is a StartFailure that names the variable to change. */
export async function listenOrSay(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof ListenRefusedError)) throw error;
    const { code, host, port } = error.refusal;
    throw new StartFailure(
      `The network protocol cannot listen on ${host}:${port} (${code}): change CHEESE_P2P_PORT or CHEESE_P2P_HOST.`,
    );
  }
}
