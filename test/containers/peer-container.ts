import { docker } from './container-engine.ts';
import { httpCall } from './http-call.ts';

const PEER_HTTP_PORT = 5005;

/** The end of a peer's best chain. */
export interface Tip {
  readonly height: number;
  readonly tipHash: string;
}

/** What these tests look at in the state of a peer. */
export interface ChainState extends Tip {
  readonly openTransactions: number;
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
    const options = { token: this.token, ...(body === undefined ? {} : { body }) };
    const answer = await httpCall(method, `${await this.url()}${path}`, options);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as Answer;
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
    const { status, body } = await httpCall('GET', `${await this.url()}/v1/wallet`, { token: this.token });
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`GET /v1/wallet: ${status} ${body}`);
    return (JSON.parse(body) as { address: string }).address;
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
