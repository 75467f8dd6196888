import { createHash } from 'node:crypto';
import { assembleBlock, type Block } from '#domain/block/block';
import { encodeHeader, Header } from '#domain/block/header';
import { merkleRoot } from '#domain/block/merkle-root';
import { encodeReward, Reward } from '#domain/block/reward';
import type { ChainWrite, ConnectedBlock } from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import type { AccountState } from '#domain/ledger/account-state';
import { accountsTouched, connectBlock } from '#domain/ledger/connect-block';
import { type AccountStates, LedgerView } from '#domain/ledger/ledger-view';
import { decodeUndo, encodeUndo } from '#domain/ledger/undo';
import { crumbs } from '#domain/primitives/crumbs';
import { hashFromBytes, ZERO_HASH } from '#domain/primitives/hash';
import { invariant } from '#domain/primitives/invariant';
import { type AccountId, accountOf, ZERO_ACCOUNT } from '#domain/transaction/account';
import { assembleTransaction, encodeTransactionBody, type Transaction } from '#domain/transaction/transaction';

/** One crumb from one test account to another; who they are is a number. */
export type Payment = readonly [from: number, to: number];

const ALLOCATION = 1_000_000;
const REWARD = 50;

/** Bytes that differ for different names and are the same in every run. */
function bytesOf(name: string, length: number): Uint8Array {
  return createHash('shake256', { outputLength: length }).update(name).digest();
}

function publicKey(person: number): Uint8Array {
  const key = new Uint8Array(33);
  key[0] = 2;
  key.set(bytesOf(`key ${person}`, 32), 1);
  return key;
}

const people = new Map<number, AccountId>();

/** The account of a test person. */
export function account(person: number): AccountId {
  const known = people.get(person) ?? accountOf(publicKey(person));
  people.set(person, known);
  return known;
}

/**
 * Makes writes that a store could get from a real chain: a true ledger, true undo data, headers that follow each
 * other. Nothing is signed or mined: a store checks neither.
 */
export class WrittenChain {
  readonly blocks: ConnectedBlock[] = [];
  private readonly states = new Map<AccountId, AccountState | undefined>();

  constructor(readonly allocated = 8) {
    for (let person = 0; person < allocated; person++) {
      this.states.set(account(person), { balance: crumbs(ALLOCATION), nonce: 0 });
    }
  }

  get tip(): ConnectedBlock {
    const tip = this.blocks.at(-1);
    invariant(tip !== undefined, 'the chain has begun');
    return tip;
  }

  /** A chain that goes its own way from here. */
  fork(): WrittenChain {
    const fork = new WrittenChain(this.allocated);
    fork.blocks.push(...this.blocks);
    for (const [id, state] of this.states) fork.states.set(id, state);
    return fork;
  }

  /** The genesis block with its allocations. */
  begin(): ChainWrite {
    const block = makeBlock(ZERO_HASH, 0, [], ZERO_ACCOUNT, 'genesis');
    this.blocks.push({ entry: entryFor(block, undefined), block, undo: new Uint8Array(0) });
    return { ...this.writeOf(this.tip, new Map(this.states)), durability: 'full' };
  }

  /** The next block: payments, and a reward for `miner`. */
  extend(payments: readonly Payment[] = [], miner = 100, name = ''): ChainWrite {
    const { entry } = this.tip;
    const nonces = new Map<number, number>();
    const transactions = payments.map(([from, to], index) => {
      const nonce = nonces.get(from) ?? this.states.get(account(from))?.nonce ?? 0;
      nonces.set(from, nonce + 1);
      return makeTransaction(from, to, nonce, `${entry.height} ${index} ${name}`);
    });
    const block = makeBlock(entry.hash, entry.height + 1, transactions, account(miner), name);
    const view = new LedgerView();
    const touched = accountsTouched(block, block.reward);
    view.load(new Map([...touched].map((id) => [id, this.states.get(id)])));
    const undo = connectBlock(view, block, { subsidy: crumbs(REWARD), matured: block.reward });
    invariant(undo.ok, 'test payments are covered');
    this.blocks.push({ entry: entryFor(block, entry), block, undo: encodeUndo(undo.value) });
    const changes = new Map(view.changes());
    for (const [id, state] of changes) this.states.set(id, state);
    return this.writeOf(this.tip, changes);
  }

  /** Takes the tip off: the accounts go back, and the write says how. */
  retreat(): { readonly entry: HeaderEntry; readonly accounts: AccountStates } {
    const { entry, undo } = this.tip;
    this.blocks.pop();
    const accounts = decodeUndo(undo);
    for (const [id, state] of accounts) this.states.set(id, state);
    return { entry, accounts };
  }

  /** The write that leaves this chain for another from their common block on. */
  switchTo(other: WrittenChain): ChainWrite {
    const disconnected: HeaderEntry[] = [];
    const accounts = new Map<AccountId, AccountState | undefined>();
    const left = this.fork();
    while (left.tip.entry.hash !== other.blocks[left.tip.entry.height]?.entry.hash) {
      const retreat = left.retreat();
      disconnected.push(retreat.entry);
      for (const [id, state] of retreat.accounts) accounts.set(id, state);
    }
    const connected = other.blocks.slice(left.blocks.length);
    for (const { undo } of connected) for (const id of decodeUndo(undo).keys()) accounts.set(id, other.state(id));
    const entries = connected.map(({ entry }) => entry);
    const tip = other.tip.entry.hash;
    return { entries, bodies: [], disconnected, connected, accounts, tip, durability: 'normal' };
  }

  state(id: AccountId): AccountState | undefined {
    return this.states.get(id);
  }

  accounts(): AccountStates {
    return this.states;
  }

  private writeOf(connected: ConnectedBlock, accounts: AccountStates): ChainWrite {
    const { entry } = connected;
    return {
      entries: [entry],
      bodies: [],
      disconnected: [],
      connected: [connected],
      accounts,
      tip: entry.hash,
      durability: 'normal',
    };
  }
}

export function makeTransaction(from: number, to: number, nonce: number, name: string): Transaction {
  const body = encodeTransactionBody({
    version: 1,
    chainId: 7,
    sender: publicKey(from),
    nonce,
    recipient: account(to),
    amount: crumbs(1),
    fee: crumbs(0),
    memo: new Uint8Array(0),
  });
  return assembleTransaction(body, bytesOf(`signature ${from} ${to} ${nonce} ${name}`, 64));
}

function makeBlock(
  previousHash: HeaderEntry['hash'],
  height: number,
  transactions: readonly Transaction[],
  miner: AccountId,
  name: string,
): Block {
  const amount = crumbs(height === 0 ? 0 : REWARD);
  const extra = bytesOf(`extra ${name}`, 32);
  const reward = new Reward(encodeReward({ height, recipient: miner, amount, extra }), amount);
  const leaves = [reward.idBytes, ...transactions.map(({ idBytes }) => idBytes)];
  const header = encodeHeader({
    version: 0x2000_0000,
    previousHash,
    merkleRoot: hashFromBytes(merkleRoot(leaves)),
    timestamp: 1_700_000_000 + height,
    bits: 0x207f_ffff,
    nonce: 0,
  });
  return assembleBlock(new Header(header), reward, transactions);
}

/** An entry with numbers of all sizes. */
function entryFor(block: Block, previous: HeaderEntry | undefined): HeaderEntry {
  const height = (previous?.height ?? -1) + 1;
  return {
    hash: block.hash,
    height,
    header: block.header,
    ruledTarget: 2n ** 255n - BigInt(height),
    totalWork: (previous?.totalWork ?? 0n) + 2n ** 70n + 1n,
    status: 'connected',
    arrival: height + 1,
  };
}
