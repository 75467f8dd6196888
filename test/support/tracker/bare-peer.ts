import type { MemoryHub } from '#adapters/memory/memory-hub';
import { MemoryTransport } from '#adapters/memory/memory-transport';
import { signAddressRecord } from '#domain/peer-network/address-record';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { AddressRecord, ConnectMessage, OneWayMessages, ResponseOf } from '#domain/peer-network/messages';
import type { RevocationList } from '#domain/peer-network/revocation-list';
import type { NodeSigner, RequestRefusal, Session, SessionHandlers } from '#domain/peer-network/transport.port';
import type { Clock } from '#domain/primitives/clock.port';
import { nowSeconds } from '#domain/primitives/clock.port';
import { accepted, type Result, refused } from '#domain/primitives/result';
import { memoryEndpoint, testSigner } from '../memory-node.ts';
import { testNetwork } from '../network.ts';
import { TRACKER_ENDPOINT } from './test-tracker.ts';

/** A peer that says to a tracker only what a test tells it to say, and can be deaf. */
export class BarePeer {
  /** A deaf one never answers a health check. */
  deaf = false;
  height = 7;
  /** Commands of the one-way messages that came. */
  readonly heard: string[] = [];
  /** The lists of revocations among them. */
  readonly revocations: RevocationList[] = [];
  /** How often somebody dialled it. */
  dialled = 0;
  readonly signer: NodeSigner;
  readonly transport: MemoryTransport;
  private current: Session | undefined;

  private constructor(
    hub: MemoryHub<MemoryTransport>,
    seed: number,
    readonly endpoint: Endpoint,
    private readonly clock: Clock,
  ) {
    this.signer = testSigner(seed);
    this.transport = new MemoryTransport(hub, endpoint, this.signer, clock);
  }

  /** The peer of a number, listening where the node of that number would. */
  static async start(
    hub: MemoryHub<MemoryTransport>,
    seed: number,
    clock: Clock,
    endpoint = memoryEndpoint(seed),
  ): Promise<BarePeer> {
    const peer = new BarePeer(hub, seed, endpoint, clock);
    await peer.transport.start(peer.handlers());
    return peer;
  }

  get session(): Session {
    if (this.current === undefined) throw new Error('it has no session');
    return this.current;
  }

  async dial(): Promise<void> {
    const dialled = await this.transport.dial(TRACKER_ENDPOINT, undefined);
    if (!dialled.ok) throw new Error(dialled.refusal.code);
    this.current = dialled.value;
  }

  greet(changes: Partial<ConnectMessage> = {}): Promise<Result<ResponseOf<'PCONNECT'>, RequestRefusal>> {
    return this.session.request('PCONNECT', { ...this.greeting(), ...changes }, 5_000);
  }

  list(): Promise<Result<ResponseOf<'PLREQ'>, RequestRefusal>> {
    return this.session.request('PLREQ', {}, 5_000);
  }

  /** Tells its address: where it listens, unless the test wants another. */
  offer(endpoint: Endpoint = this.endpoint, now: number = nowSeconds(this.clock)): AddressRecord {
    const record = signAddressRecord(this.signer, testNetwork().genesisHash, endpoint, now);
    this.session.send('ADDRESSES', { records: [record] });
    return record;
  }

  /** Dials, joins and tells its address. */
  async join(): Promise<void> {
    await this.dial();
    const welcome = await this.greet();
    if (!welcome.ok) throw new Error(JSON.stringify(welcome.refusal));
    this.offer();
  }

  private greeting(): ConnectMessage {
    const { genesisHash } = testNetwork();
    return {
      agent: 'bare peer',
      listen: { host: '', port: this.endpoint.port },
      status: { height: this.height, tipHash: genesisHash, totalWork: 1n },
      ticket: new Uint8Array(0),
      joinProof: new Uint8Array(0),
    };
  }

  private handlers(): SessionHandlers {
    return {
      opened: ({ direction }) => {
        if (direction === 'inbound') this.dialled++;
      },
      closed: () => undefined,
      oneWay: (_session, command, message) => {
        this.heard.push(command);
        if (command === 'REVOCATIONS') this.revocations.push(message as OneWayMessages['REVOCATIONS']);
      },
      request: async (_session, command) => {
        if (command !== 'HCK') return refused({ code: 'command-not-served' });
        if (this.deaf) return new Promise(() => undefined);
        const { status } = this.greeting();
        const answer = { command: 'HCKACK', ...status } satisfies ResponseOf<'HCK'>;
        return accepted(answer as ResponseOf<typeof command>);
      },
    };
  }
}
