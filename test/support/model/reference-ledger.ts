import type { Block } from '#domain/block/block';
import type { Network } from '#domain/network-params/network';

interface Account {
  readonly balance: bigint;
  readonly nonce: number;
}

/** What the accounts are after a chain of blocks, by account id. */
export interface ReferenceState {
  readonly accounts: ReadonlyMap<string, Account>;
  /** Rewards that have not matured, in crumbs. */
  readonly immature: bigint;
  /** Allocations and the subsidies of all heights so far: every crumb there is. */
  readonly issued: bigint;
}

const NOBODY: Account = { balance: 0n, nonce: 0 };

/**
 * The ledger rules in their plainest form: all blocks from genesis on, one after the other, in numbers of any size.
 * Undefined when a block breaks a rule. Shares no code with the ledger it is there to check.
 */
export function replay({ parameters, allocations }: Network, chain: readonly Block[]): ReferenceState | undefined {
  const accounts = new Map<string, Account>();
  const of = (id: string) => accounts.get(id) ?? NOBODY;
  const pay = (id: string, amount: bigint) => {
    if (amount > 0n) accounts.set(id, { balance: of(id).balance + amount, nonce: of(id).nonce });
  };
  for (const { account, amount } of allocations) pay(account, BigInt(amount));
  let issued = allocations.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const { rewardMaturityBlocks, halvingIntervalBlocks, initialSubsidy } = parameters;
  for (const [index, { transactions, reward }] of chain.entries()) {
    const height = index + 1;
    let due = BigInt(initialSubsidy) / 2n ** BigInt(Math.floor(height / halvingIntervalBlocks));
    issued += due;
    for (const { senderAccount, recipient, nonce, amount, fee } of transactions) {
      const sender = of(senderAccount);
      const left = sender.balance - BigInt(amount) - BigInt(fee);
      if (nonce !== sender.nonce || left < 0n) return undefined;
      accounts.set(senderAccount, { balance: left, nonce: nonce + 1 });
      pay(recipient, BigInt(amount));
      due += BigInt(fee);
    }
    if (BigInt(reward.amount) !== due || reward.height !== height) return undefined;
    const matured = chain[index - rewardMaturityBlocks]?.reward;
    if (matured !== undefined) pay(matured.recipient, BigInt(matured.amount));
  }
  const waiting = chain.slice(Math.max(0, chain.length - rewardMaturityBlocks));
  const immature = waiting.reduce((sum, { reward }) => sum + BigInt(reward.amount), 0n);
  return { accounts, immature, issued };
}
