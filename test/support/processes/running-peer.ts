import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Schemas } from '#client/operation-types';
import { PeerClient } from '#client/peer-client';
import { freePort } from './free-port.ts';
import { Program } from './program.ts';

const POLL_MS = 50;
const DEADLINE_MS = 30_000;

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
}

/** A peer as a real process with a folder of its own; it can be killed and started again in the same place. */
export class RunningPeer {
  private program: Program | undefined;

  private constructor(
    private readonly folder: string,
    readonly http: string,
    /** host:port of the network protocol. */
    readonly tcp: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Starts a peer on free ports. Its clocks and rules are the devnet's unless the settings say otherwise. */
  static async start(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<RunningPeer> {
    const [http, tcp] = [await freePort(), await freePort()];
    const peer = new RunningPeer(folder, `http://127.0.0.1:${http}`, `127.0.0.1:${tcp}`, {
      CHEESE_DATA_DIR: folder,
      CHEESE_HTTP_PORT: String(http),
      CHEESE_P2P_PORT: String(tcp),
      CHEESE_P2P_HOST: '127.0.0.1',
      ...settings,
    });
    await peer.startAgain();
    return peer;
  }

  get output(): string {
    return this.program?.output ?? '';
  }

  /** The access token it made for itself. */
  get token(): string {
    return readFileSync(join(this.folder, 'api-token'), 'utf8').trim();
  }

  /** After {@link kill} or {@link stop}: the same folder and ports, with other settings where given. */
  async startAgain(changed: Readonly<Record<string, string>> = {}): Promise<void> {
    this.program = new Program('peer', { ...this.settings, ...changed });
    await this.program.ready(this.http);
  }

  async kill(): Promise<void> {
    await this.program?.kill();
  }

  async stop(): Promise<number | null> {
    return this.program === undefined ? null : this.program.stop();
  }

  /** What programs call it with: every path and answer is checked against the API's document. */
  get client(): PeerClient {
    return new PeerClient({ peer: this.http, token: () => this.token });
  }

  /** A call with the access token of which the client knows nothing, or that is refused; `body` goes as JSON. */
  async call<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(this.http + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Body };
  }

  chain(): Promise<Schemas['ChainView']> {
    return this.client.get('/v1/chain');
  }

  async transaction(id: string): Promise<Schemas['TransactionView']> {
    return this.client.get('/v1/transactions/{id}', { params: { path: { id } } });
  }

  async balanceOf(address: string): Promise<number> {
    return (await this.client.get('/v1/accounts/{address}', { params: { path: { address } } })).balance;
  }

  /** Makes the wallet; gives its address. */
  async makeWallet(): Promise<string> {
    return (await this.client.post('/v1/wallet', { body: {} })).address;
  }

  /** Mines so many blocks, for the wallet unless a recipient is given. */
  async mine(count: number, recipient?: string): Promise<void> {
    const body = recipient === undefined ? {} : { recipient };
    for (let i = 0; i < count; i++) await this.client.post('/v1/mining/blocks', { body, timeoutMs: DEADLINE_MS });
  }

  /** Pays from the wallet; gives the transaction's id. */
  async pay(recipient: string, amount: number, memo = ''): Promise<string> {
    return (await this.client.post('/v1/wallet/transactions', { body: { recipient, amount, memo } })).id;
  }
}

/** Waits until the condition holds; a call that fails meanwhile counts as not yet. */
export async function eventually(condition: () => Promise<boolean>, deadlineMs = DEADLINE_MS): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const holds = await condition().catch(() => false);
    if (holds) return;
    if (performance.now() > end) throw new Error(`still not so after ${deadlineMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** True when all of them stand on the same tip, at this height if one is given. */
export async function onOneTip(peers: readonly RunningPeer[], height?: number): Promise<boolean> {
  const chains = await Promise.all(peers.map((peer) => peer.chain()));
  const [first] = chains;
  return (
    chains.every((chain) => chain.tipHash === first?.tipHash) && (height === undefined || first?.height === height)
  );
}
