import { assembleBlock } from '../block/block.ts';
import type { Header } from '../block/header.ts';
import type { Reward } from '../block/reward.ts';
import type { BlockRefusal } from '../chain/chain.errors.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import { toHex } from '../primitives/bytes.ts';
import { nowSeconds } from '../primitives/clock.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import { BlockWork } from './block-work.ts';
import type { MiningRefusal } from './mining.errors.ts';
import type { MinedBlock } from './mining-service.ts';
import { nextTemplate, type TemplateDependencies } from './next-template.ts';
import type { WorkRefusal } from './work.errors.ts';

/** As many as a few miners ask for between two blocks; the one used least recently goes first. */
const MAX_ISSUED = 64;
const ID_BYTES = 8;

/** Work that was handed out for one recipient. */
export interface IssuedWork {
  readonly work: BlockWork;
  readonly reward: Reward;
}

/** Hands out templates to whoever wrote a miner of their own, and takes the blocks they make of them. */
export class WorkDesk {
  private readonly issued = new BoundedCache<string, IssuedWork>(MAX_ISSUED);

  constructor(private readonly dependencies: TemplateDependencies) {}

  /** The clock by which work is issued. */
  get nowSeconds(): number {
    return nowSeconds(this.dependencies.clock);
  }

  async issue(recipient: AccountId): Promise<Result<IssuedWork, MiningRefusal>> {
    const template = await nextTemplate(this.dependencies, recipient);
    if (!template.ok) return template;
    const work = new BlockWork(toHex(this.dependencies.random.bytes(ID_BYTES)), template.value);
    const issued = { work, reward: template.value.block.reward };
    this.issued.set(work.id, issued);
    return accepted(issued);
  }

  /**
   * Connects the block that this header makes of the template. `extra`: the 32 bytes that the miner put into the
   * reward, if other than the template's.
   */
  async submit(
    id: string,
    header: Header,
    extra: Uint8Array | undefined,
  ): Promise<Result<MinedBlock, WorkRefusal | BlockRefusal>> {
    const issued = this.issued.get(id);
    if (issued === undefined) return refused({ code: 'work-unknown', id });
    const { work, reward } = issued;
    const expected = work.header.previousHash;
    if (header.previousHash !== expected) {
      return refused({ code: 'work-header-foreign', previousHash: header.previousHash, expected });
    }
    const { chain } = this.dependencies;
    if (chain.tip.hash !== expected) return refused({ code: 'work-stale', id });
    const paid = extra === undefined ? reward : work.rewardFor(reward.recipient, extra);
    const block = assembleBlock(header, paid, work.transactions);
    const outcome = await chain.accept(block);
    if (outcome.kind === 'refused') return refused(outcome.refusal);
    // Another block came first while this one was checked.
    return outcome.kind === 'connected'
      ? accepted({ block, entry: outcome.entry })
      : refused({ code: 'work-stale', id });
  }
}
