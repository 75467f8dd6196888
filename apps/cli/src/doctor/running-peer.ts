import { type Endpoint, formatEndpoint } from '#adapters/configuration/endpoint';
import { PeerClient } from '#client/peer-client';
import { PeerError } from '#client/peer-error';
import { boundedFetch } from '../api/bounded-fetch.ts';

const ANSWER_TIMEOUT_MS = 3_000;
/** It has none, or cannot read it: said to whoever has the token. */
const WITHOUT_WALLET = [404, 503];
const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** What a running peer says of itself. */
export interface RunningPeer {
  readonly version: string;
  readonly peers: number;
  readonly trackers: readonly { readonly address: string; readonly connected: boolean }[];
  /** Why it is not ready; undefined when it is. */
  readonly unready: string | undefined;
  /** Our clock less that of the network, as far as it is known. */
  readonly clockOffsetSeconds: number | undefined;
}

/**
 * The peer that answers there; `not-ours` when somebody answers who does not take the token of this data directory,
 * undefined when nobody does.
 */
export async function askRunningPeer(
  http: Endpoint,
  token: string | undefined,
): Promise<RunningPeer | 'not-ours' | undefined> {
  const base = `http://${formatEndpoint({ ...http, host: ANY_ADDRESS[http.host] ?? http.host })}`;
  const client = new PeerClient({ peer: base, token, timeoutMs: ANSWER_TIMEOUT_MS, fetch: boundedFetch });
  const probe = (path: string) =>
    fetch(base + path, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS), redirect: 'error' });
  try {
    if (!(await takesToken(client))) return 'not-ours';
    const ready = await probe('/readyz');
    const { peers } = await client.get('/v1/chain');
    const { version, trackers } = await client.get('/v1/node');
    const metrics = await (await probe('/metrics')).text();
    const offset = /^cheesechain_clock_offset_seconds (\S+)$/m.exec(metrics)?.[1];
    return {
      version,
      peers,
      trackers,
      unready: ready.ok ? undefined : String(((await ready.json()) as { reason?: string }).reason),
      clockOffsetSeconds: offset === undefined ? undefined : Number(offset),
    };
  } catch (error) {
    return isRefusedConnection(error) ? undefined : 'not-ours';
  }
}

/** The wallet's route asks for the token wherever the call comes from. */
async function takesToken(client: PeerClient): Promise<boolean> {
  try {
    await client.get('/v1/wallet');
    return true;
  } catch (error) {
    if (!(error instanceof PeerError) || error.status === 0) throw error;
    return WITHOUT_WALLET.includes(error.status);
  }
}

/** Nobody listens there at all: what the system says stands below what `fetch` and the client say. */
function isRefusedConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return Reflect.get(error, 'code') === 'ECONNREFUSED' || isRefusedConnection(error.cause);
}
