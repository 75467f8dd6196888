import type { ChainWrite } from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import type { FullNode } from '#domain/node/full-node';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { Hash } from '#domain/primitives/hash';
import type { LogFields } from '#domain/primitives/log.port';
import type { WalletKey } from '#domain/wallet/wallet-key';
import type { SimulatedDisk } from '../disk/simulated-disk.ts';
import { Acknowledged } from '../invariants/acknowledged.ts';
import type { Member } from '../membership/member.ts';
import { Papers } from '../membership/papers.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { Surroundings } from '../run/surroundings.ts';
import { simulatedEndpoint, simulatedKey } from './identity.ts';
import { PeerProcess, type ProcessOptions } from './peer-process.ts';
import { type CrashMoment, WishedCrash } from './wished-crash.ts';

/** Nothing in a peer's end takes longer: requests time out after 30 s at most. */
const STOP_TIMEOUT_MS = 60_000;

type Wished = 'trackers' | 'fixedPeers' | 'maxOutbound' | 'advertised' | 'membership';

export interface PeerWish extends Pick<ProcessOptions, Wished> {
  readonly index: number;
  /** Hashes per virtual second. */
  readonly hashRate: number;
}

/** An honest peer: its machine, its disk and its owner, through all its processes. */
export class SimulatedPeer implements Member {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly key: WalletKey;
  readonly disk: SimulatedDisk;
  readonly acknowledged = new Acknowledged();
  /** Hashes of headers that were found here. */
  readonly minedHere = new Set<Hash>();
  skewMs = 0;
  clockWasChanged = false;
  private process: PeerProcess | undefined;
  private lives = 0;
  private stopping = false;
  /** It could not start on a full disk, and is to when there is room again. */
  private startsWithRoom = false;
  /** It is to start again once it has stopped. */
  private startsAgain = false;
  private hashFactor = 1;
  readonly wishedCrash: WishedCrash;
  private readonly stream: SeededStream;
  private readonly papers: Papers;

  constructor(
    private readonly wish: PeerWish,
    private readonly world: Surroundings,
  ) {
    this.name = `peer ${wish.index}`;
    this.endpoint = simulatedEndpoint(wish.index);
    this.key = simulatedKey(wish.index);
    this.stream = world.stream.split(this.name);
    this.disk = world.injections.disk(this.stream.split('crash'));
    this.wishedCrash = new WishedCrash(world.time, this.stream);
    this.papers = new Papers(this.name, wish.membership);
    world.watch.honest.add(this.peerId);
  }

  get index(): number {
    return this.wish.index;
  }

  /** Its identity, which it may change once it was thrown out. */
  get peerId(): PeerId {
    return this.papers.signer.peerId;
  }

  /** The node, while a process runs and its stores are open. */
  get node(): FullNode | undefined {
    return this.process?.node;
  }

  get sessions(): number {
    return this.process?.transport.sessions ?? 0;
  }

  get tip(): HeaderEntry | undefined {
    return this.node?.chain.tip;
  }

  /** Starts a process, unless one runs; one that is stopping is followed by another. */
  start(): void {
    this.startsAgain = this.stopping;
    if (this.process !== undefined) return;
    this.startsWithRoom = false;
    const process = new PeerProcess(this.processOptions());
    this.process = process;
    this.note('starts');
    this.run(process).catch((error: unknown) => this.fail('it could not start', error));
  }

  /** Power is cut, now or in the midst of the next such write. */
  crash(moment: CrashMoment): void {
    if (moment === 'now') this.cutPower();
    else this.wishedCrash.wish(moment);
  }

  /** Stops as its owner would stop it. */
  stop(): void {
    const { process } = this;
    if (this.stopping) return;
    if (process?.node === undefined) {
      this.cutPower();
      return;
    }
    this.note('stops');
    this.stopping = true;
    const timeout = this.world.time.after(STOP_TIMEOUT_MS, () => {
      this.fail('it did not stop', new Error(`${STOP_TIMEOUT_MS} ms have passed`));
    });
    const ended = (): void => {
      timeout.cancel();
      if (this.process !== process) return;
      process.kill();
      this.process = undefined;
      this.stopping = false;
      if (this.startsAgain) this.start();
    };
    process.node.stop().then(ended, (error: unknown) => this.fail('it could not stop', error));
  }

  /** From now on its writes fail, or succeed again; what it complains of meanwhile is no failure of its own. */
  fillDisk(isFull: boolean): void {
    this.disk.isFull = isFull;
    if (!isFull && this.startsWithRoom) this.start();
  }

  /** So many times its own hash rate from now on. */
  setHashFactor(factor: number): void {
    this.hashFactor = factor;
    this.process?.miner.setRate(this.wish.hashRate * factor);
  }

  setSkew(skewMs: number): void {
    this.skewMs = skewMs;
    this.clockWasChanged = true;
  }

  /** Its owner has a new invitation, and starts it with that. */
  invited(joinToken: string): void {
    this.note('has a new invitation');
    this.papers.invited(joinToken);
    // One that is down starts with it when its time comes.
    if (this.process === undefined) return;
    this.stop();
    this.start();
  }

  /** Its owner removes its identity, and starts it with an invitation for the next. */
  comeAsAnother(joinToken: string): void {
    this.papers.anew();
    this.world.watch.honest.add(this.peerId);
    this.invited(joinToken);
  }

  tipChanged(): void {
    this.world.tipChanged();
  }

  private async run(process: PeerProcess): Promise<void> {
    const node = await process.open();
    this.world.opened(this, node);
    await this.world.watch.opened(this, node);
    await node.start();
    if (this.wish.hashRate > 0) node.mining.start(this.key.account, 1);
    this.tipChanged();
  }

  private cutPower(): void {
    const { process, world } = this;
    if (process === undefined) return;
    process.kill();
    this.process = undefined;
    this.wishedCrash.forget();
    if (this.stopping && this.startsAgain) world.time.after(1, () => this.start());
    this.stopping = false;
    world.statistics.crashes++;
    this.disk.crash().then(
      ({ lost, torn }) => {
        world.statistics.lostWrites += lost;
        if (torn) world.statistics.tornWrites++;
        this.note(`loses its power: ${lost} unsynced writes gone${torn ? ', one torn' : ''}`);
      },
      (error: unknown) => this.fail('its disk could not be read again', error),
    );
  }

  private processOptions() {
    const { world, wish } = this;
    return {
      ...wish,
      name: this.name,
      signer: this.papers.signer,
      membership: this.papers.membership,
      chain: world.injections.chain,
      network: world.network,
      endpoint: this.endpoint,
      disk: this.disk,
      stream: this.stream.split(`life ${this.lives++}`),
      skewMs: () => this.skewMs,
      hashRate: wish.hashRate * this.hashFactor,
      verifier: world.injections.verifier,
      warned: (message: string, fields: LogFields) => world.warned(this, message, fields),
      failed: (message: string, fields: object) => {
        if (!this.disk.isFull) world.watch.report('no-peer-fails', this.name, `${message} ${JSON.stringify(fields)}`);
      },
      writing: (write: ChainWrite) => this.mayCrash(write, false),
      written: (write: ChainWrite) => this.mayCrash(write, true),
      answered: (command: string, request: unknown, answer: unknown) =>
        this.acknowledged.answered(command, request, answer),
      found: (header: Uint8Array) => world.watch.found(this, header),
    };
  }

  private mayCrash(write: ChainWrite, isDone: boolean): void {
    const life = this.process;
    this.wishedCrash.mayCome(write, isDone, () => {
      if (this.process === life) this.cutPower();
    });
  }

  private fail(what: string, error: unknown): void {
    if (this.disk.isFull) {
      this.note(`${what}: the disk is full`);
      this.process?.kill();
      this.process = undefined;
      this.stopping = false;
      this.startsWithRoom = true;
      return;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.world.watch.report('no-peer-fails', this.name, `${what}: ${detail}`);
  }

  private note(what: string): void {
    this.world.trace.note(this.world.time.nowMs, this.name, what);
  }
}
