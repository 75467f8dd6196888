import type { Block } from '#domain/block/block';
import type { Network } from '#domain/network-params/network';
import type { Transaction } from '#domain/transaction/transaction';
import { transactionDigest } from '#domain/transaction/transaction';
import { checkOnce } from '../verifier/remembered-check.ts';
import { referenceBits, targetFromBits } from './reference-difficulty.ts';
import { displayed, doubleSha256, referenceMerkleRoot } from './reference-hash.ts';

export interface ReferenceAccount {
  readonly balance: number;
  readonly nonce: number;
}

/** A block as the reference sees it, with everything it leads to. */
export interface ReferenceBlock {
  readonly hash: string;
  /** 0 for the genesis block, then in the order in which blocks were judged. */
  readonly number: number;
  readonly height: number;
  readonly previous: ReferenceBlock | undefined;
  readonly timestamp: number;
  /** The difficulty rule's own target at this height, before any easing. */
  readonly ruledTarget: bigint;
  readonly totalWork: bigint;
  readonly reward: { readonly recipient: string; readonly amount: number };
  /** All accounts after it. */
  readonly accounts: ReadonlyMap<string, ReferenceAccount>;
}

/** Why a block is no block of this chain. */
export class InvalidBlock extends Error {}

const NOBODY: ReferenceAccount = { balance: 0, nonce: 0 };
const TWO_TO_256 = 2n ** 256n;

/**
 * The rules of the chain once more, in the plainest way: every block keeps a whole copy of all accounts, nothing is
 * ever undone. Written apart from the domain's rules, to be compared with them; it shares only the decoding of bytes.
 */
export class ReferenceLedger {
  private readonly blocks = new Map<string, ReferenceBlock>();
  readonly genesis: ReferenceBlock;

  constructor(private readonly network: Network) {
    const { startingTarget, genesisHash, genesis, allocations } = network;
    this.genesis = {
      hash: genesisHash,
      number: 0,
      height: 0,
      previous: undefined,
      timestamp: genesis.header.timestamp,
      ruledTarget: startingTarget,
      totalWork: TWO_TO_256 / (startingTarget + 1n),
      reward: { recipient: '', amount: 0 },
      accounts: new Map(allocations.map(({ account, amount }) => [account, { balance: amount, nonce: 0 }])),
    };
    this.blocks.set(genesisHash, this.genesis);
  }

  /** Different valid blocks that were judged, genesis not counted. */
  get size(): number {
    return this.blocks.size - 1;
  }

  get(hash: string): ReferenceBlock | undefined {
    return this.blocks.get(hash);
  }

  /** The block in its place; throws {@link InvalidBlock} when it breaks a rule. The one before it was judged before. */
  judge(block: Block): ReferenceBlock {
    const known = this.blocks.get(block.hash);
    if (known !== undefined) return known;
    const previous = this.blocks.get(block.header.previousHash);
    demand(previous !== undefined, 'it stands on nothing that is valid');
    const judged = this.examine(block, previous);
    this.blocks.set(judged.hash, judged);
    return judged;
  }

  /** What has been created up to a height: allocations and subsidies. */
  supplyAt(height: number): number {
    let sum = this.network.allocations.reduce((total, { amount }) => total + amount, 0);
    for (let at = 1; at <= height; at++) sum += this.subsidyAt(at);
    return sum;
  }

  /** Rewards of this block and those before it that nobody has been credited with yet. */
  immatureAt(block: ReferenceBlock): number {
    let sum = 0;
    let cursor: ReferenceBlock | undefined = block;
    for (let i = 0; i < this.network.parameters.rewardMaturityBlocks && cursor !== undefined; i++) {
      sum += cursor.reward.amount;
      cursor = cursor.previous;
    }
    return sum;
  }

  private subsidyAt(height: number): number {
    const { initialSubsidy, halvingIntervalBlocks } = this.network.parameters;
    let subsidy: number = initialSubsidy;
    for (let at = halvingIntervalBlocks; at <= height; at += halvingIntervalBlocks) subsidy = Math.floor(subsidy / 2);
    return subsidy;
  }

  private examine(block: Block, previous: ReferenceBlock): ReferenceBlock {
    const { parameters } = this.network;
    const { header, reward } = block;
    const height = previous.height + 1;
    const digest = doubleSha256(header.bytes);
    const { ruledTarget, bits } = referenceBits(this.network, previous, header.timestamp);
    demand((header.version & ~0x1fff_e000) >>> 0 === 0x2000_0000, 'its version is not 2 with free bits');
    demand(header.bits === bits, `its bits are ${header.bits.toString(16)}, not ${bits.toString(16)}`);
    demand(BigInt(`0x${displayed(digest)}`) <= targetFromBits(bits), 'its hash does not meet its target');
    demand(header.timestamp >= previous.timestamp + parameters.minTimestampStepSeconds, 'its time is too early');
    demand(block.bytes.length <= parameters.maxBlockBytes, 'it is too large');
    demand(header.merkleRoot === displayed(referenceMerkleRoot(block)), 'its merkle root is another body’s');
    demand(new Set(block.transactions.map(({ id }) => id)).size === block.transactions.length, 'it repeats a payment');
    demand(reward.height === height, `its reward is for height ${reward.height}`);
    const accounts = new Map(previous.accounts);
    let fees = 0;
    for (const transaction of block.transactions) {
      this.pay(accounts, transaction);
      fees += transaction.fee;
    }
    demand(reward.amount === this.subsidyAt(height) + fees, `its reward is ${reward.amount}`);
    const judged: ReferenceBlock = {
      hash: displayed(digest),
      number: this.blocks.size,
      height,
      previous,
      timestamp: header.timestamp,
      ruledTarget,
      totalWork: previous.totalWork + TWO_TO_256 / (targetFromBits(bits) + 1n),
      reward: { recipient: reward.recipient, amount: reward.amount },
      accounts,
    };
    this.creditMatured(judged, accounts);
    this.checkSupply(judged);
    return judged;
  }

  private pay(accounts: Map<string, ReferenceAccount>, transaction: Transaction): void {
    const { version, chainId, amount, fee, nonce, senderAccount, recipient, bodyBytes, signature, sender } =
      transaction;
    const digest = transactionDigest(this.network.genesisHash, bodyBytes);
    demand(version === 1 && chainId === this.network.chainId, 'a payment is of another chain');
    demand(amount > 0 && amount + fee <= this.network.maxSupply, 'a payment is of an impossible amount');
    demand(checkOnce({ digest, signature, publicKey: sender }), 'a payment is not signed by its sender');
    const from = accounts.get(senderAccount) ?? NOBODY;
    demand(from.nonce === nonce, `a payment has nonce ${nonce}, not ${from.nonce}`);
    demand(from.balance >= amount + fee, 'a payment is of more than there is');
    accounts.set(senderAccount, { balance: from.balance - amount - fee, nonce: nonce + 1 });
    const to = accounts.get(recipient) ?? NOBODY;
    accounts.set(recipient, { balance: to.balance + amount, nonce: to.nonce });
  }

  private creditMatured(block: ReferenceBlock, accounts: Map<string, ReferenceAccount>): void {
    let cursor: ReferenceBlock | undefined = block;
    for (let i = 0; i < this.network.parameters.rewardMaturityBlocks; i++) cursor = cursor?.previous;
    if (cursor === undefined || cursor.height === 0 || cursor.reward.amount === 0) return;
    const { recipient, amount } = cursor.reward;
    const account = accounts.get(recipient) ?? NOBODY;
    accounts.set(recipient, { balance: account.balance + amount, nonce: account.nonce });
  }

  private checkSupply(block: ReferenceBlock): void {
    let sum = this.immatureAt(block);
    for (const { balance } of block.accounts.values()) sum += balance;
    demand(sum === this.supplyAt(block.height), `it makes the supply ${sum}, not ${this.supplyAt(block.height)}`);
  }
}

function demand(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new InvalidBlock(otherwise);
}
