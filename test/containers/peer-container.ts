import { docker } from './container-engine.ts';

/** Mining a block of a devnet takes milliseconds, making a wallet about a second; the rest is a loaded machine. */
const CALL_TIMEOUT_MS = 20_000;
const PEER_HTTP_PORT = 5005;

/** What these tests look at in the state of a chain. */
export interface ChainState {
  readonly height: number;
  readonly tipHash: string;
  readonly peers: number;
}

/** One container of a peer, by its id: its API as a user of this machine reaches it, and what is done to it. */
export class PeerContainer {
  constructor(
    readonly id: string,
    private readonly token: string,
  ) {}

  /** The published address; it can be another after each start. */
  async url(): Promise<string> {
    const published = await docker(['port', this.id, `${PEER_HTTP_PORT}/tcp`]);
    return `http://${published.split('\n')[0]}`;
  }

  /** One call through the published port. Throws for an answer that is not a good one. */
  async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${await this.url()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** One call from inside the container, for a peer that no network reaches. */
  async callInside<Answer>(method: string, path: string): Promise<Answer> {
    const code = `const response = await fetch('http://127.0.0.1:${PEER_HTTP_PORT}${path}', {
        method: '${method}', headers: { authorization: 'Bearer ${this.token}' } });
      process.stdout.write(await response.text());
      process.exitCode = response.ok ? 0 : 1;`;
    return JSON.parse(await docker(['exec', this.id, 'node', '--input-type=module', '-e', code])) as Answer;
  }

  chain(): Promise<ChainState> {
    return this.call<ChainState>('GET', '/v1/chain');
  }

  /** Makes the peer's wallet and gives its address. */
  async makeWallet(): Promise<string> {
    return (await this.call<{ address: string }>('POST', '/v1/wallet', {})).address;
  }

  /** The address of the peer's wallet, or undefined when it has none. */
  async walletAddress(): Promise<string | undefined> {
    const response = await fetch(`${await this.url()}/v1/wallet`, {
      headers: { authorization: `Bearer ${this.token}` },
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`GET /v1/wallet: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { address: string }).address;
  }

  async mine(blocks: number): Promise<void> {
    for (let mined = 0; mined < blocks; mined++) await this.call('POST', '/v1/mining/blocks');
  }

  async balanceOf(address: string): Promise<number> {
    return (await this.call<{ balance: number }>('GET', `/v1/accounts/${address}`)).balance;
  }

  /** Reads one field of what the engine knows of the container, by a Go template. */
  inspect(template: string): Promise<string> {
    return docker(['inspect', '--format', template, this.id]);
  }
}
