import type { ChainWrite } from '#domain/chain/chain-store.port';
import type { Network } from '#domain/network-params/network';
import { FullNode } from '#domain/node/full-node';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { MembershipOptions } from '#domain/peer-network/membership';
import type { NodeSigner } from '#domain/peer-network/transport.port';
import type { Clock } from '#domain/primitives/clock.port';
import type { Log, LogFields } from '#domain/primitives/log.port';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { MountedDisk } from '../disk/mounted-disk.ts';
import type { SimulatedDisk } from '../disk/simulated-disk.ts';
import { SimulatedMiner } from '../mining/simulated-miner.ts';
import type { SimulatedNetwork } from '../network/simulated-network.ts';
import { type Answered, SimulatedTransport } from '../network/simulated-transport.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import { PeerClock } from '../time/peer-clock.ts';

/** What a process runs in. */
export interface ProcessOptions {
  readonly name: string;
  readonly signer: NodeSigner;
  readonly chain: Network;
  readonly network: SimulatedNetwork<SimulatedTransport>;
  readonly endpoint: Endpoint;
  readonly disk: SimulatedDisk;
  readonly stream: SeededStream;
  readonly skewMs: () => number;
  readonly hashRate: number;
  readonly trackers: readonly Endpoint[];
  readonly fixedPeers: readonly Endpoint[];
  readonly maxOutbound: number;
  /** Where others reach it, if it was told. */
  readonly advertised: Endpoint | undefined;
  /** Whom it trusts and what it was invited with; undefined in an open network. */
  readonly membership: MembershipOptions | undefined;
  readonly verifier: (clock: Clock) => SignatureVerifier;
  readonly warned: (message: string, fields: LogFields) => void;
  readonly failed: (message: string, fields: LogFields) => void;
  readonly writing: (write: ChainWrite) => void;
  readonly written: (write: ChainWrite) => void;
  readonly answered: Answered;
  readonly found: (header: Uint8Array) => void;
}

/** As an ordinary peer's. */
const MAX_INBOUND = 64;

/** One life of a peer: from its start until it stops or is killed. */
export class PeerProcess {
  node: FullNode | undefined;
  readonly clock: PeerClock;
  readonly transport: SimulatedTransport;
  readonly miner: SimulatedMiner;
  private readonly disk: MountedDisk;

  constructor(private readonly options: ProcessOptions) {
    const { network, disk, stream, endpoint, signer } = options;
    this.clock = new PeerClock(network.time, options.skewMs);
    this.transport = new SimulatedTransport(network, endpoint, signer, this.clock, options.answered);
    this.miner = new SimulatedMiner(this.clock, stream.split('miner'), options.hashRate, options.found);
    this.disk = new MountedDisk(disk, this.clock, stream.split('disk'), options);
  }

  /** Opens the stores and the chain; nothing is said yet. */
  async open(): Promise<FullNode> {
    const { chain, name, signer, stream, trackers, fixedPeers, maxOutbound, advertised, membership } = this.options;
    const { clock, transport, miner, disk } = this;
    const { chainStore: store, mempoolStore, addressStore, admissionStore } = disk;
    const [verifier, random, log] = [this.options.verifier(clock), stream.split('node'), this.log()];
    this.node = await FullNode.open(
      chain,
      {
        ...{ store, mempoolStore, addressStore, verifier, miner, transport, signer, clock, random, log },
        ...(membership && { admissionStore }),
      },
      {
        ...membership,
        agent: name,
        trackers,
        fixedPeers,
        advertised,
        maxInbound: MAX_INBOUND,
        maxOutbound,
        maxMiningThreads: 1,
      },
    );
    return this.node;
  }

  /** Everything it would still do is undone. */
  kill(): void {
    this.clock.kill();
    this.transport.kill();
  }

  private log(): Log {
    const { warned, failed } = this.options;
    return {
      debug() {},
      info() {},
      warn: (message, fields = {}) => warned(message, fields),
      error: (message, fields = {}) => failed(message, fields),
    };
  }
}
