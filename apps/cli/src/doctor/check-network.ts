import { once } from 'node:events';
import { connect } from 'node:net';
import type { Endpoint } from '#adapters/configuration/endpoint';
import { formatEndpoint } from '#adapters/configuration/endpoint';
import { type Check, fail, ok, warn } from './check.ts';
import type { RunningPeer } from './running-peer.ts';

/** Longer than any line takes. */
const CONNECT_TIMEOUT_MS = 4_000;
/** Miners keep a header for a while, and blocks travel: below this nothing is wrong. */
const NOTABLE_OFFSET_SECONDS = 900;
/** Blocks from so far ahead are not taken. */
const GRAVE_OFFSET_SECONDS = 3_600;

/** Whether somebody listens at each of these addresses; that it is a node of ours only a handshake could tell. */
export async function checkReachable(name: string, what: string, endpoints: readonly Endpoint[]): Promise<Check[]> {
  if (endpoints.length === 0) return [];
  const reached = await Promise.all(endpoints.map(answers));
  const silent = endpoints.filter((_, at) => !reached[at]).map(formatEndpoint);
  if (silent.length === 0)
    return [ok(name, `All ${what} can be reached: ${endpoints.map(formatEndpoint).join(', ')}.`)];
  const finding = `Nobody answers at ${silent.join(', ')}.`;
  const advice = 'See that the address is right, that the other node runs, and that no firewall is between.';
  return [silent.length < endpoints.length ? warn(name, finding, advice) : fail(name, finding, advice)];
}

/** Whether a running peer has company; one that is told of nobody has none to expect. */
export function checkCompany({ peers, trackers }: RunningPeer, knowsSomebody: boolean): Check {
  const name = 'peers';
  if (peers > 0) return ok(name, `In session with ${peers}.`);
  const lost = trackers.filter(({ connected }) => !connected).map(({ address }) => address);
  if (lost.length > 0) {
    return warn(
      name,
      `No peers, and no session with ${lost.join(', ')}.`,
      'Look whether the tracker runs and its network is this one.',
    );
  }
  const advice = knowsSomebody ? 'Wait a minute; then see that the others run.' : 'Name a tracker: CHEESE_TRACKERS.';
  return warn(name, 'No peers: what it mines now is a chain of its own.', advice);
}

export function checkClock({ clockOffsetSeconds: offset }: RunningPeer): Check {
  const name = 'clock';
  if (offset === undefined) return ok(name, 'Not known yet: too few blocks came from peers.');
  const finding = `${Math.abs(offset)} s ${offset < 0 ? 'behind' : 'ahead of'} the blocks of the network.`;
  const advice = 'Set the clock of this machine, best by NTP.';
  if (Math.abs(offset) >= GRAVE_OFFSET_SECONDS) return fail(name, finding, advice);
  return Math.abs(offset) >= NOTABLE_OFFSET_SECONDS ? warn(name, finding, advice) : ok(name, finding);
}

async function answers({ host, port }: Endpoint): Promise<boolean> {
  const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
  socket.once('timeout', () => socket.destroy(new Error('too slow')));
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
