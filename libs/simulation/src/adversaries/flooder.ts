import type { Block } from '#domain/block/block';
import { SALT_BYTES, toAnnouncement } from '#domain/peer-network/compact-block';
import type { ChainStatus, RequestCommand, RequestOf } from '#domain/peer-network/messages';
import { BoundedCache } from '#domain/primitives/bounded-cache';
import type { Hash } from '#domain/primitives/hash';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { World } from '../run/world.ts';
import { FORGERIES, type Forgery, forgeBlock } from './forged-block.ts';
import { type HostileAnswer, HostileNode, type Hostility, notServed, said, victims } from './hostile-node.ts';

const ANNOUNCE_TIMEOUT_MS = 10_000;
const MAX_KEPT_BLOCKS = 64;

/** Announces blocks that break rules, serves their bodies when asked, and builds on its own invalid ones at times. */
export class Flooder implements Hostility {
  private readonly node: HostileNode;
  private readonly stream: SeededStream;
  private readonly blocks = new BoundedCache<Hash, Block>(MAX_KEPT_BLOCKS);
  private stopped = false;

  constructor(
    private readonly world: World,
    index: number,
    private readonly perMinute: number,
    private readonly forgeries: readonly Forgery[] = FORGERIES,
  ) {
    this.stream = world.stream.split(`flooder ${index}`);
    this.node = new HostileNode('flooder', index, world, victims(world, this.stream, 4), this);
  }

  start(): void {
    void this.node.start();
    this.floodOn();
  }

  stop(): void {
    this.stopped = true;
    this.node.stop();
  }

  status(): ChainStatus {
    const tip = this.world.somePeer(this.stream)?.tip;
    const { genesisHash } = this.world.chain;
    return { height: tip?.height ?? 0, tipHash: tip?.hash ?? genesisHash, totalWork: tip?.totalWork ?? 1n };
  }

  answer(command: RequestCommand, request: unknown): HostileAnswer | undefined {
    if (command === 'HCK') return said({ command: 'HCKACK', ...this.status() });
    if (command === 'GETCHAIN') {
      const { hashes } = request as RequestOf<'GETCHAIN'>;
      const blocks = hashes.flatMap((hash) => this.blocks.get(hash)?.bytes ?? []);
      return said({ command: 'GETCHAINACK', blocks });
    }
    if (command === 'GETBLOCKTRANSACTIONS') {
      const { blockHash, indexes } = request as RequestOf<'GETBLOCKTRANSACTIONS'>;
      const block = this.blocks.get(blockHash);
      const transactions = indexes.flatMap((index) => block?.transactions[index]?.bytes ?? []);
      return said({ command: 'BLOCKTRANSACTIONS', transactions });
    }
    return notServed();
  }

  private floodOn(): void {
    this.world.time.after(this.stream.exponential(60_000 / this.perMinute), () => {
      if (this.stopped) return;
      void this.flood();
      this.floodOn();
    });
  }

  private async flood(): Promise<void> {
    const { world, stream } = this;
    const chain = world.somePeer(stream)?.node?.chain;
    const forgery = stream.pick(this.forgeries);
    if (chain === undefined) return;
    const parent = chain.tip;
    const grandparent = parent.height === 0 ? undefined : await chain.find(parent.header.previousHash);
    const block = forgeBlock(world, stream, { parent, grandparent }, forgery);
    this.blocks.set(block.hash, block);
    world.trace.note(world.time.nowMs, 'flooder', `announces ${block.hash.slice(-12)} with ${forgery}`);
    for (const session of this.node.sessions.values()) {
      void session.request('BRCHEESE', toAnnouncement(block, stream.bytes(SALT_BYTES)), ANNOUNCE_TIMEOUT_MS);
    }
  }
}
