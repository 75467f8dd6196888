import type { Block } from '#domain/block/block';
import type { ChainStatus, RequestCommand, RequestOf } from '#domain/peer-network/messages';
import { type Hash, hashFromBytes } from '#domain/primitives/hash';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { World } from '../run/world.ts';
import { forgeBlock } from './forged-block.ts';
import { type HostileAnswer, HostileNode, type Hostility, notServed, said, victims } from './hostile-node.ts';

/** What a liar does when it is asked for the chain that it claims to have. */
export const LIES = ['empty', 'silent', 'garbage', 'withhold', 'garbled-bodies', 'endless'] as const;
export type Lie = (typeof LIES)[number];

/** How often it tells those it knows of a new, better chain. */
const BOAST_INTERVAL_MS = 4_000;
const BOAST_TIMEOUT_MS = 10_000;
const HEADERS = 100;

/** Claims to have more work than anybody, so that all turn to it, and then leads them nowhere. */
export class Liar implements Hostility {
  private readonly node: HostileNode;
  private readonly stream: SeededStream;
  private withheld: Block | undefined;
  private stopped = false;

  constructor(
    private readonly world: World,
    private readonly index: number,
    private readonly lie: Lie,
  ) {
    this.stream = world.stream.split(`liar ${index}`);
    this.node = new HostileNode('liar', index, world, victims(world, this.stream, 6), this);
  }

  start(): void {
    void this.node.start();
    this.boast();
  }

  stop(): void {
    this.stopped = true;
    this.node.stop();
  }

  status(): ChainStatus {
    const tip = this.tip();
    const { withheld } = this;
    if (this.lie === 'withhold' && withheld !== undefined) {
      return { height: (tip?.height ?? 0) + 1, tipHash: withheld.hash, totalWork: (tip?.totalWork ?? 1n) + 64n };
    }
    const tipHash = hashFromBytes(this.stream.bytes(32));
    return { height: 1_000_000, tipHash, totalWork: (tip?.totalWork ?? 1n) * 1_000n };
  }

  answer(command: RequestCommand, request: unknown): HostileAnswer | undefined {
    if (command === 'HCK') return said({ command: 'HCKACK', ...this.status() });
    if (command === 'GETHEADERS') return this.headers();
    if (command === 'GETCHAIN') return this.bodies(request as RequestOf<'GETCHAIN'>);
    return notServed();
  }

  private boast(): void {
    this.world.time.after(BOAST_INTERVAL_MS, () => {
      if (this.stopped) return;
      void this.tell();
      this.boast();
    });
  }

  private async tell(): Promise<void> {
    if (this.lie === 'withhold') await this.mineInSecret();
    const status = this.status();
    for (const session of this.node.sessions.values()) void session.request('HCK', status, BOAST_TIMEOUT_MS);
  }

  /** A valid block that it shows to nobody, though all may see its header. */
  private async mineInSecret(): Promise<void> {
    const chain = this.world.somePeer(this.stream)?.node?.chain;
    if (chain === undefined || this.withheld?.header.previousHash === chain.tip.hash) return;
    const parent = chain.tip;
    const grandparent = parent.height === 0 ? undefined : await chain.find(parent.header.previousHash);
    this.withheld = forgeBlock(this.world, this.stream, { parent, grandparent }, 'valid');
    this.world.trace.note(this.world.time.nowMs, `liar ${this.index}`, `withholds ${this.withheld.hash.slice(-12)}`);
  }

  private headers(): HostileAnswer | undefined {
    switch (this.lie) {
      case 'silent':
        return undefined;
      case 'garbage':
        return said({ command: 'HEADERS', headers: Array.from({ length: HEADERS }, () => this.stream.bytes(80)) });
      case 'withhold':
        return said({ command: 'HEADERS', headers: this.withheld === undefined ? [] : [this.withheld.header.bytes] });
      case 'garbled-bodies':
      case 'endless':
        return this.trueHeaders();
      case 'empty':
        return said({ command: 'HEADERS', headers: [] });
    }
  }

  /** The honest chain from its first block on: over and over, whatever was asked. */
  private async trueHeaders(): HostileAnswer {
    const chain = this.world.somePeer(this.stream)?.node?.chain;
    const headers: Uint8Array[] = [];
    for (let height = 1; chain !== undefined && height <= Math.min(2_000, chain.tip.height); height++) {
      const entry = await chain.at(height);
      if (entry !== undefined) headers.push(entry.header.bytes);
    }
    return said({ command: 'HEADERS', headers });
  }

  private bodies({ hashes }: RequestOf<'GETCHAIN'>): HostileAnswer | undefined {
    if (this.lie === 'withhold') return said({ command: 'GETCHAINACK', blocks: [] });
    if (this.lie !== 'garbled-bodies') return undefined;
    return this.garbled(hashes);
  }

  /** The blocks that were asked for, each with one byte of its body changed. */
  private async garbled(hashes: readonly Hash[]): HostileAnswer {
    const chain = this.world.somePeer(this.stream)?.node?.chain;
    const blocks: Uint8Array[] = [];
    for (const hash of hashes) {
      const block = await chain?.block(hash);
      if (block === undefined) break;
      const bytes = block.bytes.slice();
      const at = this.stream.integer(100, bytes.length - 1);
      bytes[at] = (bytes[at] as number) ^ 1;
      blocks.push(bytes);
    }
    return said({ command: 'GETCHAINACK', blocks });
  }

  private tip() {
    return this.world.somePeer(this.stream)?.tip;
  }
}
