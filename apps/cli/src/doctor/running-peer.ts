import { type Endpoint, formatEndpoint } from '#adapters/configuration/endpoint';

const ANSWER_TIMEOUT_MS = 3_000;
/** It has one, has none, or cannot read it: all said to whoever has the token. */
const WALLET_STATUSES = [200, 404, 503];
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
  const ask = (path: string) =>
    fetch(base + path, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      redirect: 'error',
    });
  try {
    // The wallet's route asks for the token wherever the call comes from.
    const [wallet, ready] = [await ask('/v1/wallet'), await ask('/readyz')];
    if (!WALLET_STATUSES.includes(wallet.status)) return 'not-ours';
    const chain = (await (await ask('/v1/chain')).json()) as { readonly peers: number };
    const node = (await (await ask('/v1/node')).json()) as Pick<RunningPeer, 'version' | 'trackers'>;
    const metrics = await (await ask('/metrics')).text();
    const offset = /^cheesechain_clock_offset_seconds (\S+)$/m.exec(metrics)?.[1];
    return {
      version: node.version,
      peers: chain.peers,
      trackers: node.trackers,
      unready: ready.ok ? undefined : String(((await ready.json()) as { reason?: string }).reason),
      clockOffsetSeconds: offset === undefined ? undefined : Number(offset),
    };
  } catch (error) {
    const { code } = (error as { readonly cause?: { readonly code?: string } }).cause ?? {};
    return code === 'ECONNREFUSED' ? undefined : 'not-ours';
  }
}
